import { chmodSync, closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';

/** SECURITY: only the owner can access Keydesk's files, whatever the umask of the process is. */
const FOLDER = 0o700;
const FILE = 0o600;

/** Creates a folder that only its owner can access, and missing parent folders. Does not change an existing folder. */
export function makePrivateFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: FOLDER }) === undefined) return;
  // A umask may have removed even the owner's permissions.
  if (permissions(statSync(folder).mode) !== FOLDER) chmodSync(folder, FOLDER);
}

/**
 * Creates an empty file that only its owner can read, if there is none. This is for libraries that create files with
 * the umask. SQLite gives its `-wal`, `-shm` and `-journal` the mode of the database. An existing file keeps its mode
 * and its content.
 */
export function makePrivateFile(file: string): void {
  let handle: number;
  try {
    // SECURITY: O_EXCL does not follow a link that somebody has put there.
    handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, FILE);
  } catch {
    // It exists, or cannot be created. The library that opens it next reports the reason.
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
