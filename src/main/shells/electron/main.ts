import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  protocol,
  session,
  type UtilityProcess,
  utilityProcess,
} from 'electron';
import { readShellOptions } from '../options.ts';
import { rendererFile } from '../rendererFiles.ts';
import type { FromCore, ToCore } from './messages.ts';
import { APP_ORIGIN, isOwnMainFrame, SCHEME } from './senders.ts';

const out = join(import.meta.dirname, '..');
const rendererFolder = join(out, 'renderer');

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

/** The core and the key host, each a process of its own; this one only carries messages between them. */
function startProcesses(): { core: UtilityProcess; toCore: (message: ToCore) => void } {
  const core = utilityProcess.fork(join(out, 'main', 'core.js'), [], { serviceName: 'Keydesk core' });
  const toCore = (message: ToCore) => core.postMessage(message);
  let host: UtilityProcess | undefined;

  const spawnHost = () => {
    const spawned = utilityProcess.fork(join(out, 'main', 'host.js'), [], { serviceName: 'Keydesk key host' });
    host = spawned;
    spawned.on('message', message => toCore({ type: 'host', message }));
    spawned.on('exit', code => toCore({ type: 'host-exit', detail: `exit code ${code}` }));
  };
  core.on('message', (message: FromCore) => {
    switch (message.type) {
      case 'spawn-host':
        return spawnHost();
      case 'kill-host':
        return void host?.kill();
      case 'host':
        return host?.postMessage(message.message);
      case 'failed':
        dialog.showErrorBox(message.title, message.detail);
        return app.exit(1);
      case 'closed':
        return app.exit(0);
    }
  });
  return { core, toCore };
}

/** SECURITY: sandboxed, isolated, without Node; no navigation, no new windows, no permissions. */
function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 900,
    minHeight: 600,
    title: 'Keydesk',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(out, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.webContents.on('will-navigate', event => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

async function serveRenderer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const file =
    url.origin === APP_ORIGIN || url.host === 'app' ? await rendererFile(rendererFolder, url.pathname, "'self'") : null;
  if (file === null) return new Response(null, { status: 404 });
  return new Response(file.body as BodyInit, { headers: { ...file.headers } });
}

async function main(): Promise<void> {
  if (!app.requestSingleInstanceLock()) return app.quit();
  const options = await readShellOptions(process.argv.slice(app.isPackaged ? 1 : 2));
  await app.whenReady();
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  protocol.handle(SCHEME, serveRenderer);

  const { core, toCore } = startProcesses();
  toCore({ type: 'start', options });
  ipcMain.on('keydesk:connect', event => {
    if (!isOwnMainFrame(event.senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    core.postMessage({ type: 'window' } satisfies ToCore, [port1]);
    event.senderFrame?.postMessage('keydesk:port', null, [port2]);
  });
  const window = openWindow();
  app.on('second-instance', () => window.focus());
  app.on('window-all-closed', () => toCore({ type: 'quit' }));
}

main().catch((error: unknown) => {
  dialog.showErrorBox('Keydesk cannot start', String(error));
  app.exit(1);
});
