import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { childEnvironment } from '../base/childEnvironment.ts';
import { makePrivateFolder } from '../base/folder/privateFiles.ts';
import { type Release, takeFileLock } from '../base/store/fileLock.ts';
import type { PrivateBrowser, PrivateWindow } from '../services/auth/privateBrowser.ts';
import { writeAddressFile } from './addressFile.ts';
import { endBrowserOf } from './leftBrowsers.ts';
import { findBrowser } from './loopback/browser.ts';

/** How long a browser may take to end after a request, in seconds. */
const PATIENCE = 3;

/**
 * A shell script that starts the browser, whose command line is its arguments. It ends the browser and its helpers, all
 * of one process group, when its input closes: when Keydesk closes the window, and when Keydesk is killed. SECURITY:
 * after a crash, a station has no window left in which the last user is signed in.
 */
const KEEPER = `
exec 3<&0 </dev/null
trap : TERM
"$@" 3<&- &
browser=$!
(trap '' TERM; cat <&3 >/dev/null; kill -TERM 0; sleep ${PATIENCE}; kill -KILL 0) &
exec 3<&-
while kill -0 "$browser" 2>/dev/null; do wait "$browser"; done
kill -KILL 0
`;

/**
 * Opens windows of a browser on this computer, each with its own profile in a subfolder of `folder`. Ends browsers and
 * deletes profiles that a killed Keydesk left behind. Returns undefined if there is no browser based on Chromium.
 * SECURITY: the next user of a station gets neither the session nor the cookies of the one before.
 */
export function findPrivateBrowser(folder: string, browser = findBrowser()): PrivateBrowser | undefined {
  const swept = sweep(folder);
  if (browser === null) return undefined;
  return {
    open: async url => {
      await swept;
      makePrivateFolder(folder);
      // The shell that starts it would not report this error.
      accessSync(browser, constants.X_OK);
      const profile = join(folder, randomUUID());
      const unlock = takeFileLock(lockOf(profile));
      makePrivateFolder(profile);
      return follow(spawnBrowser(browser, profile, url), profile, unlock);
    },
  };
}

/**
 * Ends the browsers and deletes the profiles of Keydesks that have ended. The lock of a running one cannot be taken.
 */
async function sweep(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter(name => !name.includes('.'))) {
    const profile = join(folder, name);
    const unlock = takeFileLock(lockOf(profile));
    if (unlock === undefined) continue;
    await endBrowserOf(name);
    await remove(profile, unlock);
  }
}

function lockOf(profile: string): string {
  return `${profile}.lock`;
}

async function remove(profile: string, unlock: Release | undefined): Promise<void> {
  // A browser may still write while it ends. On Windows its files cannot be deleted until it has ended.
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => undefined);
  unlock?.();
  // The next start finds a profile that could not be deleted by its name.
  await rm(lockOf(profile), { force: true }).catch(() => undefined);
}

function spawnBrowser(browser: string, profile: string, url: string): ChildProcess {
  // The file is deleted with the profile.
  const { href } = writeAddressFile(url, profile);
  const flags = [
    `--user-data-dir=${profile}`,
    // The browser does not offer to save input, and the account of the system's user is not signed in automatically.
    /edge/i.test(basename(browser)) ? '--inprivate' : '--incognito',
    '--new-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    // Chromium refuses to start as root with its sandbox enabled.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    href,
  ];
  const env = childEnvironment('browser');
  if (process.platform === 'win32') return spawn(browser, flags, { stdio: 'ignore', env });
  const keeper = ['-c', KEEPER, 'keydesk', browser, ...flags];
  return spawn('/bin/sh', keeper, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env });
}

function follow(child: ChildProcess, profile: string, unlock: Release | undefined): Promise<PrivateWindow> {
  return new Promise((resolve, reject) => {
    const gone = new Promise<void>(ended => {
      child.once('exit', () => ended());
      child.once('error', () => ended());
    });
    // The browser may already have ended when its keeper gets this.
    child.stdin?.on('error', () => undefined);
    const closed = gone.then(() => remove(profile, unlock));
    child.once('error', error => void closed.then(() => reject(error)));
    child.once('spawn', () =>
      resolve({
        closed,
        close: async () => {
          if (child.stdin === null) child.kill();
          else child.stdin.end();
          await closed;
        },
      }),
    );
  });
}
