import { safeStorage, session, shell } from 'electron';
import { openByFile } from '../addressFile.ts';
import type { HostTask } from './coreProtocol.ts';

/** Does a task for the core that only the main process can do. */
export async function doHostTask(task: HostTask): Promise<string | Uint8Array | null> {
  switch (task.kind) {
    case 'open-url':
      // SECURITY: the system's browser gets only https addresses.
      if (new URL(task.url).protocol !== 'https:') throw new Error('only https is opened');
      await openExternal(task.url);
      return null;
    case 'resolve-proxy':
      return session.defaultSession.resolveProxy(task.url);
    case 'seal':
      return safeStorage.encryptStringAsync(task.text);
    case 'unseal':
      return (await safeStorage.decryptStringAsync(Buffer.from(task.sealed))).result;
  }
}

/**
 * Opens an address. On Linux the address would be in the command line of xdg-open and of the browser, which every user
 * can read.
 */
async function openExternal(url: string): Promise<void> {
  if (process.platform !== 'linux') return shell.openExternal(url);
  await openByFile(url, href => shell.openExternal(href));
}

/** SECURITY: on Linux without a keyring, Electron only obfuscates (`basic_text`). Keydesk stores no secrets then. */
export async function canSeal(): Promise<boolean> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  return safeStorage.isAsyncEncryptionAvailable();
}
