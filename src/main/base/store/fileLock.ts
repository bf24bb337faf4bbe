import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasCode } from '../../../contract/errors/failure.ts';
import { makePrivateFile, makePrivateFolder } from '../folder/privateFiles.ts';
import { isBusy, storageError } from './storageError.ts';

/** Releases a lock. */
export type Release = () => void;

/**
 * Takes a lock that other processes see, and that the operating system releases when this process ends for any reason.
 * It is SQLite's exclusive lock on a file, the only portable file lock in Node. Returns undefined if another process
 * has the lock.
 * @throws KeydeskError as storageError.ts names it, if the file cannot be locked
 */
export function takeFileLock(file: string): Release | undefined {
  makePrivateFile(file);
  try {
    return begin(new DatabaseSync(file, { timeout: 0 }));
  } catch (error) {
    if (isBusy(error)) return undefined;
    throw storageError(file, error);
  }
}

/** Maximum number of attempts if another process deletes the file meanwhile. */
const TRIES = 3;

/**
 * Takes a lock on a file that exists only while the lock is held. Creates the file for the lock, and deletes it before
 * the lock is released. A process that opened the deleted file can lock it, but that lock protects nothing. In that
 * case the inode differs, and this function takes the lock again. Returns undefined if another process has the lock.
 * @throws KeydeskError as storageError.ts names it, if the file cannot be created or locked
 */
export function takePassingLock(file: string): Release | undefined {
  for (let i = 0; i < TRIES; i++) {
    const before = makeFile(file);
    const release = takeFileLock(file);
    if (release === undefined) return undefined;
    if (before !== undefined && before === inodeOf(file)) {
      return () => deleteLocked(file, release);
    }
    release();
  }
  return undefined;
}

/**
 * Returns whether a living process holds the lock on a file. Deletes the file if its process died. A file that cannot
 * be locked for another reason counts as held: a wrong "no" would let two processes do the same work.
 * @param trouble Gets that reason. The work counts as running until a person removes the file
 */
export function isHeld(file: string, trouble: (error: unknown) => void): boolean {
  const before = inodeOf(file);
  try {
    const release = takeFileLock(file);
    if (release === undefined) return true;
    deleteLocked(file, release);
    return false;
  } catch (error) {
    // Lock files are empty. SQLite cannot open a file with other content, so no process can hold a lock on this one.
    if (hasCode(error, 'database-damaged') && inodeOf(file) === before && remove(file)) return false;
    trouble(error);
    return true;
  }
}

/**
 * Deletes the lock files in a folder whose processes died. Keeps a file that a living process has locked. If a process
 * has created its file and not locked it yet, it may lose the file and creates another one (`takePassingLock`).
 * @param mine Returns whether this process uses a file, by its path. Such a file is not opened: on POSIX, closing any
 * handle of a file releases all locks that the process has on it.
 * @param trouble Gets the reason why a file could not be locked
 */
export function sweepLocks(folder: string, mine: (file: string) => boolean, trouble: (error: unknown) => void): void {
  for (const name of filesIn(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.lock') && !mine(file)) isHeld(file, trouble);
  }
}

/**
 * Returns whether a living process, including this one, holds a lock in a folder. Deletes the files of processes that
 * died. A file that cannot be checked counts as held.
 */
export function isAnyHeld(folder: string): boolean {
  const files = filesIn(folder).filter(name => name.endsWith('.lock'));
  // Files of this process are not opened: on POSIX, closing any handle of a file releases the lock.
  return files.map(name => join(folder, name)).some(file => isHeldHere(file) || isHeld(file, () => undefined));
}

function isHeldHere(file: string): boolean {
  return [...held].some(lock => lock.location() === file);
}

/**
 * The locks that this process holds. The garbage collector closes a database without references, which would release
 * its lock.
 */
const held = new Set<DatabaseSync>();

function begin(lock: DatabaseSync): Release {
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x)');
  } catch (error) {
    lock.close();
    throw error;
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    lock.exec('ROLLBACK');
    lock.close();
  };
}

/** Deletes a file while its lock is held, so that no other process can lock it meanwhile. */
function deleteLocked(file: string, release: Release): void {
  if (remove(file)) return release();
  // Windows does not delete an open file. It does not delete one that another process opens meanwhile either.
  release();
  remove(file);
}

function remove(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    // Windows does not delete an open file: the caller retries after it has closed the file.
    return false;
  }
}

function makeFile(file: string): number | undefined {
  try {
    makePrivateFolder(dirname(file));
    makePrivateFile(file);
    return inodeOf(file);
  } catch (error) {
    throw storageError(file, error);
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Without a folder there are no locks. Taking a lock there reports what is wrong with the folder.
    return [];
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
