import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { surviveClosedOutput } from '../../base/closedOutput.ts';
import { closeInOrder } from '../../base/closing.ts';
import { onFatalError, tellOnStderr } from '../../base/fatalErrors.ts';
import { makePrivateFolder } from '../../base/folder/privateFiles.ts';
import { sealerFromEnvironment } from '../../services/auth/keySealer.ts';
import { forkKeyHost } from '../../services/keys/childHost.ts';
import { type AddressFile, openByFile, writeAddressFile } from '../addressFile.ts';
import { onEndSignal } from '../endSignals.ts';
import { findPrivateBrowser } from '../privateBrowser.ts';
import { startRestartableCore } from '../restartableCore.ts';
import { WindowUsageError, windowHelp } from '../windowArguments.mjs';
import { readWindowOptions, type WindowOptions } from '../windowOptions.ts';
import { findBrowser, noDisplay, openAppWindow, opened, openInDefaultBrowser } from './browser.ts';
import { startLoopbackServer } from './server.ts';

/** How long the server waits for a disconnected window to reconnect (after a reload or a short interruption), in ms. */
const GRACE = 5000;
/**
 * The same while an enrollment runs or a random PIN has not been seen, because a browser can reopen its closed window.
 * In ms.
 */
const LONG_GRACE = 5 * 60_000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const rendererFolder = join(import.meta.dirname, '../../../../out/renderer');

surviveClosedOutput();
onFatalError(failure => tellOnStderr('keydesk', failure));
const options = await readOptionsOrEnd();
const privateBrowser = findPrivateBrowser(join(options.dataFolder, 'sign-in'));
const core = await startRestartableCore({
  mode: options,
  options: ({ practice, undecided }, restart) => ({
    dataFolder: options.dataFolder,
    practice,
    undecided,
    activate: options.activate,
    udpKeys: options.udpKeys,
    services: {
      kind: 'loopback',
      reason: options.reason,
      openUrl,
      privateBrowser,
      sealer: sealerFromEnvironment(),
      spawnKeyHost: () => forkKeyHost(),
      restart,
    },
  }),
  restarted: () => server.serve(core.router()),
});
let addressFile: AddressFile | undefined;
const server = await startLoopbackServer(core.router(), rendererFolder, () => addressFile?.remove());
addressFile = writeAddressFile(server.url);
onEndSignal(() => void end());
showWindow();

async function readOptionsOrEnd(): Promise<WindowOptions> {
  try {
    return await readWindowOptions(process.argv.slice(2), 'asked');
  } catch (error) {
    if (!(error instanceof WindowUsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${windowHelp()}`);
    process.exit(2);
  }
}

function showWindow(): void {
  const { path, href } = addressFile as AddressFile;
  // SECURITY: printed text may be kept in logs that others can read. So this prints the name of the file, which others
  // cannot read.
  if (!options.open) return say(JSON.stringify({ file: path }));
  const obstacle = noDisplay();
  if (obstacle !== null) return askToOpen(obstacle);
  const browser = findBrowser();
  const window = browser === null ? null : openAppWindow(browser, href, profileFolder());
  const opener = window ?? openInDefaultBrowser(href);
  opener.on('error', () => askToOpen('no browser could be started'));
  endWithWindow(window);
}

function askToOpen(obstacle: string): void {
  const { href } = addressFile as AddressFile;
  say(
    `No window can be opened: ${obstacle}. Open this file in a browser on this computer; it leads to Keydesk, once:\n${href}`,
  );
}

/** Ends the server after the last connection of the window has been closed for a while: the window is the app. */
function endWithWindow(window: ChildProcess | null): void {
  let connections = 0;
  let timer: NodeJS.Timeout | undefined;
  const endUnlessBack = () => {
    clearTimeout(timer);
    if (connections === 0) timer = setTimeout(() => endOrWait(GRACE), GRACE);
  };
  const endOrWait = (waited: number) => {
    if (!core.needsWindow() || waited >= LONG_GRACE) return void end();
    timer = setTimeout(() => endOrWait(waited + GRACE), GRACE);
  };
  server.onConnections(count => {
    connections = count;
    endUnlessBack();
  });
  window?.on('exit', code => {
    if (code !== 0 && connections === 0) askToOpen(`the browser ended at once (exit code ${code})`);
    else endUnlessBack();
  });
}

async function end(): Promise<void> {
  addressFile?.remove();
  await closeInOrder([
    ['server of the window', server.close],
    ['Keydesk', core.close],
  ]);
  process.exit(0);
}

/**
 * Returns the folder of the window's browser profile, in the data folder. Returns a temporary folder if the data folder
 * cannot be written.
 */
function profileFolder(): string {
  const folder = join(options.dataFolder, 'window');
  try {
    makePrivateFolder(folder);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    // A window also opens if the disk is full or read-only: it shows the error.
    return mkdtempSync(join(tmpdir(), 'keydesk-window-'));
  }
}

/**
 * Opens an address in the system's browser. SECURITY: only https addresses, and never in a command line: they contain
 * the state of a sign-in.
 */
async function openUrl(url: string): Promise<void> {
  if (new URL(url).protocol !== 'https:') throw new KeydeskError('invalid-input', { detail: 'only-https' });
  await openByFile(url, href => opened(openInDefaultBrowser(href)));
}
