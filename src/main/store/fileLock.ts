import { DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from '../folder/privateFiles.ts';

/** Lets go of a lock. */
export type Release = () => void;

/** SQLITE_BUSY and SQLITE_LOCKED: somebody else has the lock. */
const HELD: readonly unknown[] = [5, 6];

/**
 * Takes a lock that other processes see and that the operating system itself lets go of when this one dies in any way:
 * SQLite's exclusive lock on a file, the one portable file lock that Node carries. Undefined where another has it.
 */
export function takeFileLock(file: string): Release | undefined {
  const lock = openLock(file);
  try {
    return begin(lock);
  } catch {
    return undefined;
  }
}

/** The same where the answer must be certain. @throws what SQLite says where the file cannot be locked at all */
export function takeFileLockForSure(file: string): Release | undefined {
  const lock = openLock(file);
  try {
    return begin(lock);
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && HELD.includes(error.errcode)) return undefined;
    throw error;
  }
}

function openLock(file: string): DatabaseSync {
  makePrivateFile(file);
  return new DatabaseSync(file, { timeout: 0 });
}

function begin(lock: DatabaseSync): Release {
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x)');
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}
