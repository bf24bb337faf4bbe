import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { registerFold } from '../../../../src/main/base/store/foldedText.ts';
import type { Migration } from '../../../../src/main/base/store/migrate.ts';

/** Creates an empty database with the schema of an earlier version, with rows in any order. The caller closes it. */
export function atVersion(file: string, version: number, all: readonly Migration[] = migrations): DatabaseSync {
  const sqlite = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  registerFold(sqlite);
  sqlite.exec('PRAGMA journal_mode = WAL');
  for (const migration of all.slice(0, version)) {
    if (typeof migration === 'string') sqlite.exec(migration);
    else migration(sqlite);
  }
  sqlite.exec(`PRAGMA user_version = ${version}`);
  return sqlite;
}
