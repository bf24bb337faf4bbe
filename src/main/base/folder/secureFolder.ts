import { accessSync, chmodSync, constants, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { networkFileSystemOf } from './networkFolder.ts';
import { type Owners, ownersFor } from './owners.ts';
import { makePrivateFolder } from './privateFiles.ts';

/** A data folder that other users could access until now. */
export interface Secured {
  readonly folder: string;
  /** Its earlier permissions, in octal. */
  readonly mode: string;
  /** Whether other users could write to it, and not only read it. */
  readonly writable: boolean;
}

const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
const EVERYBODY_WRITES = 0o002;
const GROUP_WRITES = 0o020;
const STICKY = 0o1000;
/**
 * In a container without a number for the host's root, these folders have an unknown owner. On every Linux they belong
 * to root: a user who owned one of them could replace all home folders, and this program too.
 */
const SYSTEM_FOLDERS: readonly string[] = ['/', '/home', '/var', '/var/home', '/var/lib', '/var/tmp', '/tmp', '/run'];
/** Keydesk's own folders in a data folder, whose files are also checked. The browser's profile is one closed folder. */
const OWN_FOLDERS: readonly string[] = ['practice', 'secrets', 'instances'];

/**
 * Creates a missing data folder, and makes sure that no other user of this computer can read or change its content.
 * Removes access of other users. On Windows, the folder inherits its access list from the user's profile, and Node
 * cannot read that list. There, this checks only the type of the disk.
 * @returns what was accessible and is closed now, or null if nothing was
 * @throws KeydeskError data-folder-unwritable, data-folder-foreign, data-folder-owner-unknown, data-folder-exposed,
 * data-folder-on-network
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
  // SECURITY: checks both paths to the folder. A user who can write to the folder of a link can replace the link.
  for (const path of [resolve(folder), real]) checkWay(folder, path, owners);
  const before = statSync(real);
  const owner = owners.ownerOf(before.uid);
  if (owner === 'unknown') throw new KeydeskError('data-folder-owner-unknown', { folder, path: folder });
  if (before.uid !== owners.uid) throw new KeydeskError('data-folder-foreign', { folder });
  if ((before.mode & OTHERS) !== 0) close(real, 0o700);
  // A file system without permissions (FAT) keeps those of its mount.
  if ((statSync(real).mode & OTHERS_WRITE) !== 0) {
    throw new KeydeskError('data-folder-exposed', { folder, path: folder });
  }
  sweep(folder, real, owners);
  if ((before.mode & OTHERS) === 0) return null;
  return { folder, mode: (before.mode & 0o777).toString(8), writable: (before.mode & OTHERS_WRITE) !== 0 };
}

/**
 * Checks the folders above. SECURITY: a user who can write to one of them can replace this folder.
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

/** Returns whether other users can replace the content of a folder. In a sticky folder (/tmp) they cannot. */
function isOpen({ mode, gid }: Stats, owners: Owners): boolean {
  if ((mode & STICKY) !== 0) return false;
  return (mode & EVERYBODY_WRITES) !== 0 || ((mode & GROUP_WRITES) !== 0 && !owners.isPrivateGroup(gid));
}

/**
 * Closes files and folders that were created with another umask.
 * @throws KeydeskError data-folder-exposed for files of other users, data-folder-owner-unknown
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

/** Root's files cannot be closed, and root can read everything anyway. A file may also have just been deleted. */
function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // If it matters, the caller checks what is still open.
  }
}
