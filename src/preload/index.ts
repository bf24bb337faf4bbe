import { ipcRenderer } from 'electron';

// The page asks for a pipe to the core, the main process sends one: nothing else passes here, and no function of
// Electron reaches the page.
window.addEventListener('message', event => {
  // SECURITY: this very page in the top frame, never an embedded or opening one.
  if (event.source === window && event.origin === window.location.origin && event.data === 'keydesk:connect') {
    ipcRenderer.send('keydesk:connect');
  }
});

ipcRenderer.on('keydesk:port', event => {
  window.postMessage('keydesk:port', window.location.origin, event.ports);
});
