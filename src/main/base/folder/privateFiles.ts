import { chmodSync, closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';

/** SECURITY: what Keydesk keeps is its owner's alone, whatever the umask of the process is. */
const FOLDER = 0o700;
const FILE = 0o600;

/** Makes a folder that only its owner can enter, with those above it that are missing. One that is there stays as it is. */
export function makePrivateFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: FOLDER }) === undefined) return;
  // A umask may also have taken the owner's own rights.
  if (permissions(statSync(folder).mode) !== FOLDER) chmodSync(folder, FOLDER);
}

/**
 * Makes an empty file that only its owner can read, where there is none: for libraries that make files by the umask. SQLite
 * gives its `-wal`, `-shm` and `-journal` the mode of the database. A file that is there keeps its mode and its content.
 */
export function makePrivateFile(file: string): void {
  let handle: number;
  try {
    // SECURITY: O_EXCL follows no link that somebody has put in the file's place.
    handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, FILE);
  } catch {
    // It is there, or cannot be made; the library that opens it next reports why.
    return;
  }
  try {
    if (permissions(fstatSync(handle).mode) !== FILE) fchmodSync(handle, FILE);
  } finally {
    closeSync(handle);
  }
}

function permissions(mode: number): number {
  return mode & 0o777;
}
