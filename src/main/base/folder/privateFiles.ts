import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/** SECURITY: only the owner can access Keydesk's files, whatever the umask of the process is. */
const FOLDER = 0o700;
const FILE = 0o600;

/**
 * Creates a folder that only its owner can access, and missing parent folders. Does not change an existing folder.
 *
 * Creates one folder after another. The option `recursive` of Node never returns if a parent folder exists and still
 * says that it does not (ENOENT): `/proc` does.
 * @throws the error of the file system
 */
export function makePrivateFolder(folder: string): void {
  const path = resolve(folder);
  if (isFolder(path)) return;
  const missing = [path];
  for (let above = dirname(path); !existsSync(above) && above !== dirname(above); above = dirname(above)) {
    missing.unshift(above);
  }
  for (const each of missing) makeFolder(each);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: FOLDER });
  } catch (error) {
    // Another Keydesk has just created it.
    if (isFolder(path)) return;
    throw error;
  }
  // A umask may have removed even the owner's permissions.
  if (permissions(statSync(path).mode) !== FOLDER) chmodSync(path, FOLDER);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
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
