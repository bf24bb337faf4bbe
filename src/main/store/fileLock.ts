import { DatabaseSync } from 'node:sqlite';

/** Lets go of a lock. */
export type Release = () => void;

/**
 * Takes a lock that other processes see and that the operating system itself lets go of when this one dies in any way:
 * SQLite's exclusive lock on a file, the one portable file lock that Node carries. Undefined where another has it.
 */
export function takeFileLock(file: string): Release | undefined {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x)');
  } catch {
    lock.close();
    return undefined;
  }
  return () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}
