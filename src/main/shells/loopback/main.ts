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

/** How long the server waits for a window that is gone to come back (a reload, a moment's hiccup), in ms. */
const GRACE = 5000;
/** How long it waits while an enrollment runs or a random PIN was not seen: a browser can open its closed window again. In ms. */
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
  // SECURITY: what is printed may be kept in logs that others read; it names the file, which others cannot.
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

/** The window is the app: when its last connection has been gone for a while, so is the server. */
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

/** The window's browser profile, in the data folder; in a temporary one where that cannot be written. */
function profileFolder(): string {
  const folder = join(options.dataFolder, 'window');
  try {
    makePrivateFolder(folder);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    // A window opens with a full or read-only disk too: it shows what is wrong.
    return mkdtempSync(join(tmpdir(), 'keydesk-window-'));
  }
}

/** SECURITY: the system's browser is handed https addresses only, and not by a command line: they hold the state of a sign-in. */
async function openUrl(url: string): Promise<void> {
  if (new URL(url).protocol !== 'https:') throw new KeydeskError('invalid-input', { detail: 'only-https' });
  await openByFile(url, href => opened(openInDefaultBrowser(href)));
}
