import { ipcRenderer } from 'electron';

// Forwards a pipe: the page requests a pipe to the core, and the main process sends one. Also names the page's language
// to the main process, for its dialogs and menu. Nothing else passes through here, and the page gets no function of
// Electron.
window.addEventListener('message', event => {
  // SECURITY: only messages of this page in the top frame, never of an embedded or opening page.
  if (event.source === window && event.origin === window.location.origin && event.data === 'keydesk:connect') {
    ipcRenderer.send('keydesk:connect');
  }
});

ipcRenderer.on('keydesk:port', event => {
  window.postMessage('keydesk:port', window.location.origin, event.ports);
});

let language = '';
new MutationObserver(() => {
  const { lang } = document.documentElement;
  if (lang === language) return;
  language = lang;
  ipcRenderer.send('keydesk:language', lang);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] });
