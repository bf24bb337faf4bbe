import { app, type Session } from 'electron';

/** The only permission of the window: to write text to the clipboard after a click. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** SECURITY: allows only Keydesk's own pages in windows, no new windows and no embedded pages. */
export function hardenWebContents(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', event => event.preventDefault());
    contents.on('will-frame-navigate', event => event.preventDefault());
    contents.on('will-attach-webview', event => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** SECURITY: denies devices, camera, notifications and all others. The key host uses the keys, never the page. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, permission, decide) => decide(permission === ALLOWED_PERMISSION));
  session.setPermissionCheckHandler((_, permission) => permission === ALLOWED_PERMISSION);
  session.setDevicePermissionHandler(() => false);
}
