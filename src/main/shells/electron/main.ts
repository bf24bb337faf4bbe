import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { preferred, speak } from '../../../words/say.ts';
import { surviveClosedOutput } from '../../base/closedOutput.ts';
import { linesOf, onFatalError, tellOnStderr } from '../../base/fatalErrors.ts';
import { rendererFile } from '../rendererFiles.ts';
import { WindowUsageError, windowHelp } from '../windowArguments.mjs';
import { readWindowOptions, type WindowOptions } from '../windowOptions.ts';
import { type CoreProcess, startCoreProcess } from './coreProcess.ts';
import { notStarted } from './dialogs.ts';
import { denyPermissions, hardenWebContents } from './hardening.ts';
import { canSeal } from './hostTasks.ts';
import { menuOf } from './menu.ts';
import { APP_ORIGIN, APP_SCHEME, isTrustedSender } from './sender.ts';
import { openWindow } from './window.ts';

const rendererFolder = join(import.meta.dirname, '../renderer');

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
surviveClosedOutput();
app.enableSandbox();
hardenWebContents();

// Electron's own dialog would show a stack trace.
onFatalError(
  failure => {
    // The log is for support.
    tellOnStderr('keydesk', failure, 'en');
    dialog.showErrorBox('Keydesk', linesOf(failure).join('\n\n'));
  },
  () => app.exit(1),
);

if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  await app.whenReady();
  speakLike(app.getPreferredSystemLanguages());
  denyPermissions(session.defaultSession);
  protocol.handle(APP_SCHEME, serve);
  const options = await readOptionsOrEnd(process.argv.slice(app.isPackaged ? 1 : 2));
  if (options === null) return;
  const core = startCoreProcess({ ...options, canSeal: await canSeal() });

  ipcMain.on('keydesk:connect', event => {
    // SECURITY: only the app's own page gets a pipe to the core.
    if (!isTrustedSender(event.senderFrame)) return;
    event.senderFrame?.postMessage('keydesk:port', null, [core.connect()]);
  });
  ipcMain.on('keydesk:language', (event, tag: unknown) => {
    // SECURITY: only the app's own page; any other text than a known language means English.
    if (isTrustedSender(event.senderFrame) && typeof tag === 'string') speakLike([tag]);
  });
  app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus());
  app.on('window-all-closed', () => app.quit());
  endCoreFirst(core);
  openWindow();
}

/**
 * Sets the language of native dialogs and of the menu: that of the system until a window is open, then that of the
 * window.
 */
function speakLike(wanted: readonly string[]): void {
  const { language, locale } = preferred(wanted);
  speak(language, locale);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(process.platform)));
}

/**
 * Returns null if the app ends instead. Shows errors in a dialog, because people who start the app from a menu see no
 * terminal.
 */
async function readOptionsOrEnd(args: readonly string[]): Promise<WindowOptions | null> {
  const help = windowHelp('keydesk');
  try {
    const options = await readWindowOptions(args, 'electron');
    if (!options.help) return options;
    process.stdout.write(help);
    app.exit(0);
  } catch (error) {
    if (!(error instanceof WindowUsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    const { title, text } = notStarted(error);
    dialog.showErrorBox(title, text);
    app.exit(2);
  }
  return null;
}

async function serve(request: Request): Promise<Response> {
  const { protocol: scheme, host, pathname } = new URL(request.url);
  if (`${scheme}//${host}` !== APP_ORIGIN || request.method !== 'GET') return new Response(null, { status: 404 });
  const { status, headers, body } = await rendererFile(rendererFolder, pathname);
  return new Response(body, { status, headers });
}

/**
 * Makes quitting ask the windows first, and then wait for the core, which cancels and cleans up a running enrollment.
 * If a person keeps a window, the app does not quit.
 */
function endCoreFirst(core: CoreProcess): void {
  let ended = false;
  app.on('before-quit', event => {
    if (ended) return;
    event.preventDefault();
    // The last window that closes quits again.
    const windows = BrowserWindow.getAllWindows();
    if (windows.length > 0) return windows.forEach(window => void window.close());
    void core.end().then(() => {
      ended = true;
      app.quit();
    });
  });
}
