import type { DatabaseSync } from 'node:sqlite';
import type { Value } from './changeset.ts';
import type { RecordClient } from './connect.ts';
import { copyOut } from './copy.ts';
import { copyLine, linesOf } from './copyText.ts';
import { SCHEMA } from './recordSchema.ts';
import { quoted, type RecordTable } from './tables.ts';

/** A table whose rows differ: how many are on one side only, or have other values. */
export interface Difference {
  readonly table: string;
  readonly rows: number;
}

/**
 * Compares the record with a database of a desk, row by row. Both must stay as they are meanwhile: the caller holds transactions.
 * @throws errors of PostgreSQL and SQLite
 */
export async function differences(
  client: RecordClient,
  sqlite: DatabaseSync,
  tables: readonly RecordTable[],
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const table of tables) {
    const rows = await differentRows(client, sqlite, table);
    if (rows > 0) found.push({ table: table.name, rows });
  }
  return found;
}

/** Walks both tables in the order of their keys. Both sort text by its UTF-8 bytes. */
async function differentRows(
  client: RecordClient,
  sqlite: DatabaseSync,
  { name, columns, key }: RecordTable,
): Promise<number> {
  const named = [...key, ...columns.map(column => column.name).filter(column => !key.includes(column))];
  const select = `SELECT ${quoted(named)}`;
  const order = `ORDER BY ${quoted(key)}`;
  const here = sqlite.prepare(`${select} FROM "${name}" ${order}`);
  here.setReturnArrays(true);
  const recordOnly = new Set<string>();
  const deskOnly = new Set<string>();
  const rows = here.iterate() as unknown as Iterator<Value[]>;
  for await (const line of linesOf(copyOut(client, `COPY (${select} FROM ${SCHEMA}."${name}" ${order}) TO STDOUT`))) {
    const next = rows.next();
    const own = next.done === true ? undefined : copyLine(next.value).slice(0, -1);
    if (own === line) continue;
    // After one row too many on a side, the other rows stand against each other until they are matched here.
    if (!deskOnly.delete(line)) recordOnly.add(line);
    if (own !== undefined && !recordOnly.delete(own)) deskOnly.add(own);
  }
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    const own = copyLine(next.value).slice(0, -1);
    if (!recordOnly.delete(own)) deskOnly.add(own);
  }
  // A row with other values is on both sides.
  return Math.max(recordOnly.size, deskOnly.size);
}
