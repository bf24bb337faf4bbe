import { app, type Session } from 'electron';

/** What the window may ask the system for: to put a text on the clipboard, on a click. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** SECURITY: no page but ours in any window, no new windows, no embedded pages. */
export function hardenWebContents(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', event => event.preventDefault());
    contents.on('will-frame-navigate', event => event.preventDefault());
    contents.on('will-attach-webview', event => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** SECURITY: devices, camera, notifications and the rest are denied; keys are reached by the key host, never by the page. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, permission, decide) => decide(permission === ALLOWED_PERMISSION));
  session.setPermissionCheckHandler((_, permission) => permission === ALLOWED_PERMISSION);
  session.setDevicePermissionHandler(() => false);
}
