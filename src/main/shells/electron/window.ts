import { join } from 'node:path';
import { BrowserWindow, dialog } from 'electron';
import { LEAVE, leaveQuestion } from './dialogs.ts';
import { APP_ORIGIN } from './sender.ts';

/** Opens the window at the app's own address. SECURITY: sandboxed, isolated, without Node. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 720,
    minHeight: 560,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  // The window prevents closing while an enrollment runs or its random PIN has not been seen. Without this handler,
  // Electron would never close it.
  window.webContents.on('will-prevent-unload', event => {
    if (leaves(window)) event.preventDefault();
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** Asks whether to close the window although an enrollment is not finished. */
function leaves(window: BrowserWindow): boolean {
  return dialog.showMessageBoxSync(window, leaveQuestion()) === LEAVE;
}
