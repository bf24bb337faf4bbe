import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** SQL, or a function for changes that SQL cannot express. All migrations run in one transaction. */
export type Migration = string | ((sqlite: DatabaseSync) => void);

/**
 * Returns the version of a database, which is the number of its migrations.
 * @throws KeydeskError database-newer if a later Keydesk wrote it
 */
export function refuseNewer(sqlite: DatabaseSync, file: string, migrations: readonly Migration[]): number {
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > migrations.length) throw new KeydeskError('database-newer', { file });
  return version;
}

/**
 * Migrates a database to the newest version in one transaction. Two processes may start at the same time. Writes
 * nothing if the database already has that version, so that Keydesk can open it when the disk is full.
 * @throws KeydeskError database-newer if a later Keydesk wrote it
 */
export function migrate(sqlite: DatabaseSync, file: string, migrations: readonly Migration[]): void {
  if (refuseNewer(sqlite, file, migrations) === migrations.length) return;
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const version = refuseNewer(sqlite, file, migrations);
    for (const migration of migrations.slice(version)) apply(sqlite, migration);
    sqlite.exec(`PRAGMA user_version = ${migrations.length}`);
    sqlite.exec('COMMIT');
  } catch (error) {
    // If the disk is full, SQLite has already rolled back. A second rollback would fail and hide the reason.
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

function apply(sqlite: DatabaseSync, migration: Migration): void {
  if (typeof migration === 'string') sqlite.exec(migration);
  else migration(sqlite);
}
