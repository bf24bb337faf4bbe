import { ipcRenderer } from 'electron';

/**
 * Hands the page one MessagePort to the core and nothing else: no Electron object ever reaches it. The page asks by a
 * message of its own, so that a reload gets a new port.
 */
window.addEventListener('message', event => {
  if (event.source === window && event.data === 'keydesk:connect') ipcRenderer.send('keydesk:connect');
});

ipcRenderer.on('keydesk:port', event => {
  window.postMessage('keydesk:port', window.location.origin, event.ports);
});
