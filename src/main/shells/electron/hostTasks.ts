import { safeStorage, shell } from 'electron';
import { writeAddressFile } from '../addressFile.ts';
import type { HostTask } from './coreProtocol.ts';

/** Does for the core what only the main process can do. */
export async function doHostTask(task: HostTask): Promise<string | Uint8Array | null> {
  switch (task.kind) {
    case 'open-url':
      // SECURITY: the system's browser is handed https addresses only.
      if (new URL(task.url).protocol !== 'https:') throw new Error('only https is opened');
      await openExternal(task.url);
      return null;
    case 'seal':
      return safeStorage.encryptStringAsync(task.text);
    case 'unseal':
      return (await safeStorage.decryptStringAsync(Buffer.from(task.sealed))).result;
  }
}

/** How long a browser may take to start and read the file that leads to an address, in ms. */
const FILE_LIFE = 60_000;

/** On Linux the address would be in the command line of xdg-open and of the browser, which every user can read. */
async function openExternal(url: string): Promise<void> {
  if (process.platform !== 'linux') return shell.openExternal(url);
  const { href, remove } = writeAddressFile(url);
  setTimeout(remove, FILE_LIFE).unref();
  await shell.openExternal(href);
}

/** SECURITY: on Linux without a keyring Electron would only scramble (`basic_text`); nothing is kept then. */
export async function canSeal(): Promise<boolean> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  return safeStorage.isAsyncEncryptionAvailable();
}
