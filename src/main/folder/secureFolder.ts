import { accessSync, chmodSync, constants, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KeydeskError } from '../../contract/errors.ts';
import { networkFileSystemOf } from './networkFolder.ts';
import { isUnknownOwner } from './overflowOwner.ts';
import { makePrivateFolder } from './privateFiles.ts';

/** A data folder that others could reach until now. */
export interface Secured {
  readonly folder: string;
  /** Its permissions before, in octal. */
  readonly mode: string;
  /** Whether others could write it, and not only read. */
  readonly writable: boolean;
}

const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
const EVERYBODY_WRITES = 0o002;
const STICKY = 0o1000;
const ROOT = 0;
/** Folders of Keydesk's own in a data folder, whose files are looked at too. The browser's profile is one closed folder. */
const OWN_FOLDERS: readonly string[] = ['practice', 'secrets', 'instances'];

/**
 * Makes a data folder where it is missing, and makes sure that no other user of this computer can read or change what is in
 * it. What others could reach is closed to them. On Windows the folder inherits its access list from the user's profile,
 * which Node cannot read; only the kind of its disk is looked at there.
 * @returns what was open to others and is closed; null where nothing was
 * @throws KeydeskError data-folder-unwritable, data-folder-foreign, data-folder-exposed, data-folder-on-network
 */
export function secureFolder(folder: string, uid = process.getuid?.()): Secured | null {
  try {
    makePrivateFolder(folder);
    const network = networkFileSystemOf(folder);
    if (network !== null) throw new KeydeskError('data-folder-on-network', { folder, fileSystem: network });
    const secured = uid === undefined ? null : closeToOthers(folder, uid);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return secured;
  } catch (cause) {
    if (cause instanceof KeydeskError) throw cause;
    throw new KeydeskError('data-folder-unwritable', { folder }, { cause });
  }
}

function closeToOthers(folder: string, uid: number): Secured | null {
  const real = realpathSync(folder);
  // SECURITY: both ways to the folder: a link is as good as the folder that it is in.
  for (const path of [resolve(folder), real]) checkWay(folder, path, uid);
  const before = statSync(real);
  if (before.uid !== uid) throw new KeydeskError('data-folder-foreign', { folder });
  if ((before.mode & OTHERS) !== 0) close(real, 0o700);
  // Where a file system has no permissions (FAT), they stay as they were mounted.
  if ((statSync(real).mode & OTHERS_WRITE) !== 0) {
    throw new KeydeskError('data-folder-exposed', { folder, path: folder });
  }
  sweep(folder, real, uid);
  if ((before.mode & OTHERS) === 0) return null;
  return { folder, mode: (before.mode & 0o777).toString(8), writable: (before.mode & OTHERS_WRITE) !== 0 };
}

/** SECURITY: who may write a folder above can put another one in this one's place. @throws KeydeskError data-folder-exposed */
function checkWay(folder: string, path: string, uid: number): void {
  const link = lstatSync(path);
  if (link.isSymbolicLink() && !isTrusted(link, uid)) throw new KeydeskError('data-folder-exposed', { folder, path });
  for (let above = dirname(path); ; above = dirname(above)) {
    const stats = lstatSync(above);
    if (!isTrusted(stats, uid) || (!stats.isSymbolicLink() && isOpen(stats))) {
      throw new KeydeskError('data-folder-exposed', { folder, path: above });
    }
    if (above === dirname(above)) return;
  }
}

function isTrusted({ uid: owner }: Stats, uid: number): boolean {
  return owner === uid || owner === ROOT || isUnknownOwner(owner);
}

/**
 * Whether anybody can replace what is in a folder. In a sticky one (/tmp) they cannot. Its group may write it: many systems
 * give each user a group of their own and a umask of 002.
 */
function isOpen({ mode }: Stats): boolean {
  return (mode & STICKY) === 0 && (mode & EVERYBODY_WRITES) !== 0;
}

/** Closes files and folders that were made by a wider umask. @throws KeydeskError data-folder-exposed for what others put there */
function sweep(folder: string, within: string, uid: number): void {
  for (const name of readdirSync(within)) {
    const path = join(within, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    // Another Keydesk has just deleted it.
    if (stats === undefined) continue;
    if (!isTrusted(stats, uid)) throw new KeydeskError('data-folder-exposed', { folder, path });
    if (stats.isDirectory()) {
      if ((stats.mode & OTHERS) !== 0) close(path, 0o700);
      if (OWN_FOLDERS.includes(name)) sweep(folder, path, uid);
    } else if (stats.isFile() && (stats.mode & OTHERS) !== 0) close(path, 0o600);
  }
}

/** Root's files cannot be closed, and root reads everything anyway; so it is with a file that was just deleted. */
function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // What stays open is checked by the caller where that matters.
  }
}
