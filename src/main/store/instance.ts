import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** This running Keydesk among those that share a data folder. Another one may ask whether it still lives. */
export interface Instance {
  readonly id: string;
  /** Whether the instance of that id is still running. Process ids are no answer: the system gives them out again. */
  isAlive(id: string): boolean;
  close(): void;
}

/**
 * Registers this process. Its sign of life is a lock that the operating system itself lets go of when the process
 * dies in any way: SQLite's exclusive lock on a file of its own, the one portable file lock that Node carries.
 */
export function registerInstance(dataFolder: string): Instance {
  const folder = join(dataFolder, 'instances');
  mkdirSync(folder, { recursive: true });
  const id = randomUUID();
  const fileOf = (instance: string) => join(folder, `${instance}.lock`);
  const lock = new DatabaseSync(fileOf(id));
  lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE alive (x)');

  return {
    id,
    isAlive: other => {
      if (other === id) return true;
      if (!existsSync(fileOf(other))) return false;
      const probe = new DatabaseSync(fileOf(other), { timeout: 0 });
      try {
        probe.exec('BEGIN EXCLUSIVE; ROLLBACK');
      } catch {
        return true;
      } finally {
        probe.close();
      }
      rmSync(fileOf(other), { force: true });
      return false;
    },
    close: () => {
      lock.exec('ROLLBACK');
      lock.close();
      rmSync(fileOf(id), { force: true });
    },
  };
}
