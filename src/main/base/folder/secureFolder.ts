import { accessSync, chmodSync, constants, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { networkFileSystemOf } from './networkFolder.ts';
import { type Owners, ownersFor } from './owners.ts';
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
const GROUP_WRITES = 0o020;
const STICKY = 0o1000;
/**
 * In a container without a number for the computer's root these belong to an unknown owner. They are root's on every Linux:
 * a user who owned one of them could replace everybody's home folder, and this program too.
 */
const SYSTEM_FOLDERS: readonly string[] = ['/', '/home', '/var', '/var/home', '/var/lib', '/var/tmp', '/tmp', '/run'];
/** Folders of Keydesk's own in a data folder, whose files are looked at too. The browser's profile is one closed folder. */
const OWN_FOLDERS: readonly string[] = ['practice', 'secrets', 'instances'];

/**
 * Makes a data folder where it is missing, and makes sure that no other user of this computer can read or change what is in
 * it. What others could reach is closed to them. On Windows the folder inherits its access list from the user's profile,
 * which Node cannot read; only the kind of its disk is looked at there.
 * @returns what was open to others and is closed; null where nothing was
 * @throws KeydeskError data-folder-unwritable, data-folder-foreign, data-folder-owner-unknown, data-folder-exposed,
 *   data-folder-on-network
 */
export function secureFolder(
  folder: string,
  owners = process.getuid === undefined ? undefined : ownersFor(process.getuid()),
): Secured | null {
  try {
    makePrivateFolder(folder);
    const network = networkFileSystemOf(folder);
    if (network !== null) throw new KeydeskError('data-folder-on-network', { folder, fileSystem: network });
    const secured = owners === undefined ? null : closeToOthers(folder, owners);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return secured;
  } catch (cause) {
    if (cause instanceof KeydeskError) throw cause;
    throw new KeydeskError('data-folder-unwritable', { folder }, { cause });
  }
}

function closeToOthers(folder: string, owners: Owners): Secured | null {
  const real = realpathSync(folder);
  // SECURITY: both ways to the folder: a link is as good as the folder that it is in.
  for (const path of [resolve(folder), real]) checkWay(folder, path, owners);
  const before = statSync(real);
  const owner = owners.ownerOf(before.uid);
  if (owner === 'unknown') throw new KeydeskError('data-folder-owner-unknown', { folder, path: folder });
  if (before.uid !== owners.uid) throw new KeydeskError('data-folder-foreign', { folder });
  if ((before.mode & OTHERS) !== 0) close(real, 0o700);
  // Where a file system has no permissions (FAT), they stay as they were mounted.
  if ((statSync(real).mode & OTHERS_WRITE) !== 0) {
    throw new KeydeskError('data-folder-exposed', { folder, path: folder });
  }
  sweep(folder, real, owners);
  if ((before.mode & OTHERS) === 0) return null;
  return { folder, mode: (before.mode & 0o777).toString(8), writable: (before.mode & OTHERS_WRITE) !== 0 };
}

/**
 * SECURITY: who may write a folder above can put another one in this one's place.
 * @throws KeydeskError data-folder-exposed, data-folder-owner-unknown
 */
function checkWay(folder: string, path: string, owners: Owners): void {
  const link = lstatSync(path);
  if (link.isSymbolicLink()) trust(folder, path, link, owners);
  for (let above = dirname(path); ; above = dirname(above)) {
    const stats = lstatSync(above);
    trust(folder, above, stats, owners);
    if (!stats.isSymbolicLink() && isOpen(stats, owners)) {
      throw new KeydeskError('data-folder-exposed', { folder, path: above });
    }
    if (above === dirname(above)) return;
  }
}

/** @throws KeydeskError data-folder-exposed, data-folder-owner-unknown */
function trust(folder: string, path: string, { uid }: Stats, owners: Owners): void {
  const owner = owners.ownerOf(uid);
  if (owner === 'other') throw new KeydeskError('data-folder-exposed', { folder, path });
  if (owner === 'unknown' && !SYSTEM_FOLDERS.includes(path)) {
    throw new KeydeskError('data-folder-owner-unknown', { folder, path });
  }
}

/** Whether others can replace what is in a folder. In a sticky one (/tmp) they cannot. */
function isOpen({ mode, gid }: Stats, owners: Owners): boolean {
  if ((mode & STICKY) !== 0) return false;
  return (mode & EVERYBODY_WRITES) !== 0 || ((mode & GROUP_WRITES) !== 0 && !owners.isPrivateGroup(gid));
}

/**
 * Closes files and folders that were made by a wider umask.
 * @throws KeydeskError data-folder-exposed for what others put there, data-folder-owner-unknown
 */
function sweep(folder: string, within: string, owners: Owners): void {
  for (const name of readdirSync(within)) {
    const path = join(within, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    // Another Keydesk has just deleted it.
    if (stats === undefined) continue;
    trust(folder, path, stats, owners);
    if (stats.isDirectory()) {
      if ((stats.mode & OTHERS) !== 0) close(path, 0o700);
      if (OWN_FOLDERS.includes(name)) sweep(folder, path, owners);
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
