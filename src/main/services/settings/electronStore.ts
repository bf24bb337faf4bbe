type ElectronStore = typeof import('electron-store').default;

/** electron-store, without what comes along with it. */
export async function loadElectronStore(): Promise<ElectronStore> {
  // It asks the electron package for Electron; outside Electron that must not start a download.
  if (process.versions.electron === undefined) process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nonexistent';
  const before = new Map(process.eventNames().map(event => [event, process.rawListeners(event)]));
  const { default: store } = await import('electron-store');
  // A library below it ends the process at every signal; here a signal first ends the work that runs, in good order.
  for (const event of process.eventNames().filter(name => String(name).startsWith('SIG'))) {
    const known = before.get(event) ?? [];
    for (const listener of process.rawListeners(event)) {
      if (!known.includes(listener)) process.off(event, listener as () => void);
    }
  }
  return store;
}
