import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from '../folder/privateFiles.ts';
import { refuseNewer } from './migrations.ts';

/**
 * Opens a database file, making it where there is none. One that a later Keydesk wrote is refused before anything of it
 * changes.
 * @throws KeydeskError database-newer; SQLite's own errors
 */
export function openDatabase(file: string, migrations: readonly string[]): DatabaseSync {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  // A log that was left behind goes into the file when a connection closes that may write.
  if (log !== undefined && log.size > 0) lookFirst(file, migrations);
  makePrivateFile(file);
  const sqlite = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: TIMEOUT });
  try {
    refuseNewer(sqlite, file, migrations);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** How long another process may keep the database to itself, in ms. */
const TIMEOUT = 5000;

function lookFirst(file: string, migrations: readonly string[]): void {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: TIMEOUT });
  try {
    refuseNewer(sqlite, file, migrations);
  } finally {
    sqlite.close();
  }
}
