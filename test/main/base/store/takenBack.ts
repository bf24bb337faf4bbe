import { renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { atVersion } from './atVersion.ts';

/** The present names of columns that migrations renamed. */
const renamed: Readonly<Record<string, string>> = { connection: 'tenant' };

/**
 * Downgrades the database of a closed Keydesk to an earlier version: the tables of that version, with the current rows
 * in the columns that it had. Its triggers run.
 */
export function takeBack(file: string, version: number): void {
  const earlier = `${file}-earlier`;
  const sqlite = atVersion(earlier, version);
  sqlite.prepare('ATTACH ? AS now').run(file);
  for (const table of tablesOf(sqlite, 'main')) {
    if (!tablesOf(sqlite, 'now').includes(table)) continue;
    const now = columnsOf(sqlite, 'now', table);
    const columns = columnsOf(sqlite, 'main', table).flatMap(column => {
      const source = now.includes(column) ? column : renamed[column];
      return source !== undefined && now.includes(source) ? [{ column, source }] : [];
    });
    sqlite.exec(`INSERT OR REPLACE INTO main.${table} (${columns.map(({ column }) => column)})
      SELECT ${columns.map(({ source }) => source)} FROM now.${table}`);
  }
  sqlite.exec('DETACH now');
  sqlite.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  renameSync(earlier, file);
}

/** Returns the tables with rows, without those that SQLite or a full-text index creates. */
const tablesOf = (sqlite: DatabaseSync, schema: string) =>
  sqlite
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = ? AND type = 'table' AND name NOT LIKE 'sqlite%'`)
    .all(schema)
    .map(({ name }) => String(name));

const columnsOf = (sqlite: DatabaseSync, schema: string, table: string) =>
  sqlite
    .prepare('SELECT name FROM pragma_table_info(?, ?)')
    .all(table, schema)
    .map(({ name }) => String(name));
