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
    const { recordOnly, deskOnly } = await differentRows(client, sqlite, table);
    // A row with other values is on both sides.
    const rows = Math.max(recordOnly.size, deskOnly.size);
    if (rows > 0) found.push({ table: table.name, rows });
  }
  return found;
}

/** The rows of a table that are on one side only, or have other values there: as lines of COPY, the columns as `keyFirst` orders them. */
export interface DifferentRows {
  readonly recordOnly: ReadonlySet<string>;
  readonly deskOnly: ReadonlySet<string>;
}

/** Returns the columns of a table, its primary key before the others. */
export function keyFirst({ columns, key }: RecordTable): string[] {
  return [...key, ...columns.map(column => column.name).filter(column => !key.includes(column))];
}

/** Walks both tables in the order of their keys. Both sort text by its UTF-8 bytes. */
export async function differentRows(
  client: RecordClient,
  sqlite: DatabaseSync,
  table: RecordTable,
): Promise<DifferentRows> {
  const { name, key } = table;
  const select = `SELECT ${quoted(keyFirst(table))}`;
  const order = `ORDER BY ${quoted(key)}`;
  const here = sqlite.prepare(`${select} FROM "${name}" ${order}`);
  here.setReturnArrays(true);
  const recordOnly = new Set<string>();
  const deskOnly = new Set<string>();
  const rows = here.iterate() as unknown as Iterator<Value[]>;
  for await (const line of linesOf(copyOut(client, `${select} FROM ${SCHEMA}."${name}" ${order}`))) {
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
  return { recordOnly, deskOnly };
}
