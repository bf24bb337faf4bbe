import type { DatabaseSync } from 'node:sqlite';
import { refuseNewer } from './migrations.ts';

/** What a transaction of a thread's own connection writes to. */
export interface Written {
  readonly sqlite: DatabaseSync;
  readonly file: string;
  readonly migrations: readonly string[];
}

/**
 * Runs `work` in a transaction that has the write lock from the beginning, on a connection of a thread. The thread does nothing
 * else while it waits for the lock, as long as the connection's busy timeout says.
 * @throws KeydeskError database-newer when a newer Keydesk has migrated the database; errors of SQLite and of `work`, after which
 * everything is rolled back
 */
export function immediately<T>({ sqlite, file, migrations }: Written, work: () => T): T {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    refuseNewer(sqlite, file, migrations);
    const result = work();
    sqlite.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has SQLite roll back by itself; a second time would hide why.
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}
