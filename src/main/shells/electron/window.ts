import { join } from 'node:path';
import { BrowserWindow, dialog } from 'electron';
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
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'Leave this window?',
    detail:
      'An enrollment is running, or perhaps no one has read the PIN that Keydesk made for a key. Closing Keydesk cancels the enrollment and forgets the PIN.',
    buttons: ['Stay', 'Leave'],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === 1;
}
