import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { makePrivateFile } from '../folder/privateFiles.ts';
import { type Migration, refuseNewer } from './migrate.ts';
import { storageError } from './storageError.ts';

/** How long a thread, which may block, waits for another process that has the database locked, in ms. */
export const LOCK_WAIT = 10_000;

/**
 * Opens a database file. Creates a missing one. Refuses a file of a newer Keydesk or of another program before it
 * changes the file.
 * @param wait How long to wait for another process that has the database locked, in ms. This blocks the thread
 * @throws KeydeskError database-newer, database-foreign; errors of SQLite and of the file system
 */
export function openDatabase(file: string, migrations: readonly Migration[], wait = LOCK_WAIT): DatabaseSync {
  // SQLite would open a read-only file, and the first write would fail later.
  if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  // A remaining log is written into the file when a connection with write access closes.
  if (log !== undefined && log.size > 0) lookFirst(file, migrations, wait);
  makePrivateFile(file);
  const sqlite = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: wait });
  try {
    if (refuseNewer(sqlite, file, migrations) === 0) refuseForeign(sqlite, file);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * Returns what an error at the opening of a database means. An error that is neither the disk's nor damage means that
 * the tables do not match the version number: another program wrote the file.
 */
export function openingError(file: string, cause: unknown): unknown {
  const known = storageError(file, cause);
  const isSqlite = known instanceof Error && 'errcode' in known;
  return isSqlite ? new KeydeskError('database-foreign', { file }, { cause }) : known;
}

/** Keydesk writes its first tables and the version number in one transaction, so a file with tables and no number is not its own. */
function refuseForeign(sqlite: DatabaseSync, file: string): void {
  if (sqlite.prepare('SELECT 1 FROM sqlite_master').get() !== undefined) {
    throw new KeydeskError('database-foreign', { file });
  }
}

function lookFirst(file: string, migrations: readonly Migration[], wait: number): void {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: wait });
  try {
    refuseNewer(sqlite, file, migrations);
  } finally {
    sqlite.close();
  }
}
