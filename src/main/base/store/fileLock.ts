import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasCode } from '../../../contract/errors/failure.ts';
import { makePrivateFile, makePrivateFolder } from '../folder/privateFiles.ts';
import { isBusy, storageError } from './storageError.ts';

/** Releases a lock. */
export type Release = () => void;

/**
 * Takes a lock that other processes see and that the operating system itself releases when this one dies in any way: SQLite's
 * exclusive lock on a file, the one portable file lock that Node carries. Returns undefined where another has it.
 * @throws KeydeskError as storageError.ts names it, where the file cannot be locked at all
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

/** How often a file that another process deletes meanwhile is made again. */
const TRIES = 3;

/**
 * Takes a lock on a file that is there only while the lock is held: it is made for the lock, and deleted before the lock is
 * released. A process that opened the deleted file may get a lock on it, which protects nothing: the inode shows that, and the
 * lock is taken again. Returns undefined where another has it.
 * @throws KeydeskError as storageError.ts names it, where the file cannot be made or locked at all
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
 * Whether a living process holds the lock on a file. Deletes the file of a process that died. A file that cannot be locked for
 * another reason counts as held: a wrong "no" would let two processes do the same work.
 * @param trouble Gets that reason: what is believed to be under way then stays so until a person removes it
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
 * Deletes the lock files in a folder whose processes died. A file that a living process has locked stays. A process that has
 * just made its file and not locked it yet may lose it, and makes another (`takePassingLock`).
 * @param mine Whether this process itself uses a file, by its path: such a file is not opened. On POSIX, closing any handle of a
 * file ends all locks that the process has on it.
 * @param trouble Gets why a file could not be locked
 */
export function sweepLocks(folder: string, mine: (file: string) => boolean, trouble: (error: unknown) => void): void {
  for (const name of filesIn(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.lock') && !mine(file)) isHeld(file, trouble);
  }
}

/**
 * Whether a living process, this one included, holds a lock in a folder. Deletes the files of processes that died. A file that cannot be
 * looked at counts as held.
 */
export function isAnyHeld(folder: string): boolean {
  const files = filesIn(folder).filter(name => name.endsWith('.lock'));
  // A file of this very process is not opened: on POSIX, closing any handle of it would end the lock.
  return files.map(name => join(folder, name)).some(file => isHeldHere(file) || isHeld(file, () => undefined));
}

function isHeldHere(file: string): boolean {
  return [...held].some(lock => lock.location() === file);
}

/** The locks that this process holds. The garbage collector would close a database that nothing refers to, and so release its lock. */
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

/** Deletes a file while its lock is held, so that no other process can have locked it meanwhile. */
function deleteLocked(file: string, release: Release): void {
  if (remove(file)) return release();
  // Windows does not delete an open file; for the same reason it does not delete one that another process opens meanwhile.
  release();
  remove(file);
}

function remove(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    // Windows does not delete an open file: the caller tries again once it is closed.
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
    // No folder, no locks of others. Taking a lock of one's own there reports what is wrong with it.
    return [];
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
