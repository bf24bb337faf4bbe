import { DatabaseSync } from 'node:sqlite';
import { registerFold } from '../../store/foldedText.ts';
import { type Migration, migrate } from '../../store/migrate.ts';
import { fillMirror } from '../bulk.ts';
import type { RecordClient } from '../connect.ts';
import { mirrorOn } from '../mirror.ts';
import type { RecordTable } from '../tables.ts';

/** A desk that has never been. No rows are kept for it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Opens an empty database of one version, for migrations to work on. SECURITY: without a name, SQLite keeps what does not fit into memory in a file that nobody else can open
 * and that the system deletes when this process ends, however it ends.
 */
export function openScratch(migrations: readonly Migration[]): DatabaseSync {
  const sqlite = new DatabaseSync('', { enableForeignKeyConstraints: false });
  registerFold(sqlite);
  migrate(sqlite, '', migrations);
  return sqlite;
}

/** Copies the rows of the record. The record must stay as it is meanwhile. */
export async function fillScratch(
  client: RecordClient,
  sqlite: DatabaseSync,
  tables: readonly RecordTable[],
): Promise<void> {
  sqlite.exec('BEGIN');
  await fillMirror(client, tables, { revision: 0, desk: NOBODY }, mirrorOn(sqlite, tables).apply);
  sqlite.exec('COMMIT');
}

/** Runs the later migrations on the rows, as each desk does it with its own. @throws errors of SQLite */
export function migrateScratch(sqlite: DatabaseSync, migrations: readonly Migration[]): void {
  sqlite.exec('PRAGMA foreign_keys = ON');
  migrate(sqlite, '', migrations);
}
