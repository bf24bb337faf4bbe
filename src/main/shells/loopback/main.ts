import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeydeskError } from '../../../contract/errors.ts';
import { sealerFromEnvironment } from '../../auth/keySealer.ts';
import { forkKeyHost } from '../../keys/childHost.ts';
import { onEndSignal } from '../endSignals.ts';
import { findPrivateBrowser } from '../privateBrowser.ts';
import { startCoreForWindow } from '../startCoreForWindow.ts';
import { readWindowOptions } from '../windowOptions.ts';
import { findBrowser, noDisplay, openAppWindow, opened, openInDefaultBrowser } from './browser.ts';
import { startLoopbackServer } from './server.ts';

/** How long the server waits for a window that is gone to come back (a reload, a moment's hiccup), in ms. */
const GRACE = 5000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const rendererFolder = join(import.meta.dirname, '../../../../out/renderer');

const options = await readWindowOptions(process.argv.slice(2), 'it was asked for');
const core = await startCoreForWindow(() => ({
  dataFolder: options.dataFolder,
  practice: options.practice,
  activate: options.activate,
  udpKeys: options.udpKeys,
  services: {
    kind: 'loopback',
    reason: options.reason,
    openUrl,
    privateBrowser: findPrivateBrowser(join(options.dataFolder, 'sign-in')),
    sealer: sealerFromEnvironment(),
    spawnKeyHost: () => forkKeyHost(),
  },
}));
const server = await startLoopbackServer(core.router, rendererFolder);
onEndSignal(() => void end());
showWindow();

function showWindow(): void {
  if (!options.open) return say(JSON.stringify({ url: server.url }));
  const obstacle = noDisplay();
  if (obstacle !== null) return askToOpen(obstacle);
  const browser = findBrowser();
  const window = browser === null ? null : openAppWindow(browser, server.url, profileFolder());
  const opener = window ?? openInDefaultBrowser(server.url);
  opener.on('error', () => askToOpen('no browser could be started'));
  endWithWindow(window);
}

function askToOpen(obstacle: string): void {
  say(`No window can be opened: ${obstacle}. Open this address in a browser on this computer:\n${server.url}`);
}

/** The window is the app: when its last connection has been gone for a while, so is the server. */
function endWithWindow(window: ChildProcess | null): void {
  let connections = 0;
  let timer: NodeJS.Timeout | undefined;
  const endUnlessBack = () => {
    clearTimeout(timer);
    if (connections === 0) timer = setTimeout(() => void end(), GRACE);
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
  await server.close();
  await core.close();
  process.exit(0);
}

/** The window's browser profile, in the data folder; in a temporary one where that cannot be written. */
function profileFolder(): string {
  const folder = join(options.dataFolder, 'window');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return mkdtempSync(join(tmpdir(), 'keydesk-window-'));
  }
}

/** SECURITY: the system's browser is handed https addresses only. */
async function openUrl(url: string): Promise<void> {
  if (new URL(url).protocol !== 'https:') throw new KeydeskError('invalid-input', { detail: 'only https is opened' });
  await opened(openInDefaultBrowser(url));
}
