import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** A database that a thread, or the activity log, writes to over a connection of its own. */
export interface OwnConnection {
  readonly sqlite: DatabaseSync;
  readonly file: string;
  /** The version of the database that this Keydesk writes. */
  readonly version: number;
}

/** Runs `work` in a transaction that has the write lock from the beginning. */
export type Immediate = <T>(work: () => T) => T;

/**
 * Returns the way to write over a connection of one's own. The thread does nothing else while it waits for the lock, as long as
 * the connection's busy timeout says: the core's thread writes by `Database.write` instead.
 * @returns a function that throws KeydeskError database-newer when a newer Keydesk has migrated the database, and errors of SQLite
 * and of `work`, after which everything is rolled back
 */
export function immediateOn(connection: OwnConnection): Immediate {
  const { sqlite } = connection;
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');
  const refuseNewer = newerRefuser(connection);
  return work => {
    begin.run();
    try {
      refuseNewer();
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // A full disk has SQLite roll back by itself; a second time would hide why.
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw error;
    }
  };
}

/** Returns a check to make within each transaction. It throws KeydeskError database-newer. */
export function newerRefuser({ sqlite, file, version }: OwnConnection): () => void {
  const stamp = sqlite.prepare('PRAGMA user_version');
  return () => {
    if (Number(stamp.get()?.user_version) > version) throw new KeydeskError('database-newer', { file });
  };
}
