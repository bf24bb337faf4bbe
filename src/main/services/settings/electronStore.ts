import type Store from 'electron-store';

type ElectronStore = typeof Store;

/** Loads electron-store without its side effects. */
export async function loadElectronStore(): Promise<ElectronStore> {
  // electron-store loads the electron package. Outside Electron, that must not start a download.
  if (process.versions.electron === undefined) process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nonexistent';
  const before = new Map(process.eventNames().map(event => [event, process.rawListeners(event)]));
  const { default: store } = await import('electron-store');
  // A dependency ends the process at every signal. In Keydesk, a signal first ends running operations in order.
  for (const event of process.eventNames().filter(name => String(name).startsWith('SIG'))) {
    const known = before.get(event) ?? [];
    for (const listener of process.rawListeners(event)) {
      if (!known.includes(listener)) process.off(event, listener as () => void);
    }
  }
  return store;
}
