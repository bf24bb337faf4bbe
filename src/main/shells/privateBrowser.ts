import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { childEnvironment } from '../childEnvironment.ts';
import { makePrivateFolder } from '../folder/privateFiles.ts';
import type { PrivateBrowser, PrivateWindow } from '../shellServices.ts';
import { type Release, takeFileLock } from '../store/fileLock.ts';
import { writeAddressFile } from './addressFile.ts';
import { endBrowserOf } from './leftBrowsers.ts';
import { findBrowser } from './loopback/browser.ts';
import { endsWithParent } from './parentDeath.ts';

/** How long a browser may take to end by itself, in ms. */
const PATIENCE = 3000;

/**
 * Opens windows of a browser on this computer, each with a profile of its own in a subfolder of `folder`. Browsers that a killed
 * Keydesk left are ended at once, and their profiles deleted. Undefined where there is no browser built on Chromium.
 * SECURITY: the next user of a station finds neither the session nor the cookies of the one before.
 */
export function findPrivateBrowser(folder: string, browser = findBrowser()): PrivateBrowser | undefined {
  if (browser === null) return undefined;
  const swept = sweep(folder);
  return {
    open: async url => {
      await swept;
      makePrivateFolder(folder);
      const profile = join(folder, randomUUID());
      const unlock = takeFileLock(lockOf(profile));
      makePrivateFolder(profile);
      return follow(spawnBrowser(browser, profile, url), profile, unlock);
    },
  };
}

/** Ends the browsers of Keydesks that are gone, and deletes their profiles: the lock of one that runs cannot be taken. */
async function sweep(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter(name => !name.includes('.'))) {
    const profile = join(folder, name);
    const unlock = takeFileLock(lockOf(profile));
    if (unlock !== undefined) await remove(profile, unlock);
  }
}

function lockOf(profile: string): string {
  return `${profile}.lock`;
}

async function remove(profile: string, unlock: Release | undefined): Promise<void> {
  // SECURITY: a browser that outlived its Keydesk, or the process that was started first, is signed in as the user before.
  await endBrowserOf(basename(profile));
  // A browser that is just ending may still write; on Windows its files cannot be deleted before.
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => undefined);
  unlock?.();
  // What could not be deleted is found by its name at the next start.
  await rm(lockOf(profile), { force: true }).catch(() => undefined);
}

function spawnBrowser(browser: string, profile: string, url: string): ChildProcess {
  // The file is deleted with the profile.
  const { href } = writeAddressFile(url, profile);
  const flags = [
    `--user-data-dir=${profile}`,
    // Nothing that is typed is offered to be kept, and the account of the system's user does not sign in by itself.
    /edge/i.test(basename(browser)) ? '--inprivate' : '--incognito',
    '--new-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    // Chromium refuses to start as root with its sandbox on.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    href,
  ];
  const grouped = process.platform !== 'win32';
  const [program, ...before] = endsWithParent(browser);
  return spawn(program, [...before, ...flags], {
    stdio: 'ignore',
    detached: grouped,
    env: childEnvironment('browser'),
  });
}

function follow(child: ChildProcess, profile: string, unlock: Release | undefined): Promise<PrivateWindow> {
  return new Promise((resolve, reject) => {
    const gone = new Promise<void>(ended => {
      child.once('exit', () => ended());
      child.once('error', () => ended());
    });
    const closed = gone.then(() => remove(profile, unlock));
    child.once('error', error => void closed.then(() => reject(error)));
    child.once('spawn', () =>
      resolve({
        closed,
        close: async () => {
          end(child, 'SIGTERM');
          const timer = setTimeout(() => end(child, 'SIGKILL'), PATIENCE);
          await closed;
          clearTimeout(timer);
        },
      }),
    );
  });
}

/** Ends the browser with its helpers, which are of its process group. */
function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') child.kill(signal);
  else process.kill(-child.pid, signal);
}
