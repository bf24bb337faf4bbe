import type { DatabaseSync } from 'node:sqlite';
import type { Value } from './changeset.ts';
import type { RecordClient } from './connect.ts';
import { copyOut } from './copy.ts';
import { copyLine, linesOf, rowOfLine } from './copyText.ts';
import { SCHEMA } from './recordSchema.ts';
import type { JsonRow } from './rows.ts';
import { columnsOf, quoted, type RecordTable } from './tables.ts';

/** A row of the record, and the revision that changed it. */
export interface RecordedRow {
  readonly row: JsonRow;
  readonly revision: number;
}

/** The rows of a table that a desk and the record do not have alike, by their keys. */
export interface Apart {
  readonly here: ReadonlyMap<string, JsonRow>;
  readonly there: ReadonlyMap<string, RecordedRow>;
}

/** Returns the text by which a row of a table is known. */
export function keyText({ key }: RecordTable, row: JsonRow): string {
  return JSON.stringify(key.map(name => row[name]));
}

/** The differing rows as lines of COPY, the columns in the order of `columnsOf`; those of the record with their revisions. */
export interface LinesApart {
  readonly here: ReadonlySet<string>;
  readonly there: ReadonlyMap<string, number>;
}

/**
 * Returns the rows of a table that differ. Walks both in the order of their keys, by which both sort text alike (its UTF-8 bytes), so only the differing rows
 * are in memory. Both must stay as they are meanwhile: the caller holds transactions.
 */
export async function linesApart(client: RecordClient, sqlite: DatabaseSync, table: RecordTable): Promise<LinesApart> {
  const order = `ORDER BY ${quoted(table.key)}`;
  const own = sqlite.prepare(`SELECT ${columnsOf(table)} FROM "${table.name}" ${order}`);
  own.setReturnArrays(true);
  const rows = own.iterate() as unknown as Iterator<Value[]>;
  const here = new Set<string>();
  const there = new Map<string, number>();
  const nextOwn = () => {
    const { done, value } = rows.next();
    return done === true ? undefined : copyLine(value).slice(0, -1);
  };
  const select = `SELECT ${columnsOf(table)}, revision FROM ${SCHEMA}."${table.name}" ${order}`;
  for await (const line of linesOf(copyOut(client, select))) {
    const end = line.lastIndexOf('\t');
    const row = line.slice(0, end);
    const own = nextOwn();
    if (own === row) continue;
    // After one row too many on a side, the other rows stand against each other until they are matched here.
    if (!here.delete(row)) there.set(row, Number(line.slice(end + 1)));
    if (own !== undefined && !there.delete(own)) here.add(own);
  }
  for (let own = nextOwn(); own !== undefined; own = nextOwn()) if (!there.delete(own)) here.add(own);
  return { here, there };
}

/** Returns the rows of a table that differ, as `linesApart` finds them. */
export async function rowsApart(client: RecordClient, sqlite: DatabaseSync, table: RecordTable): Promise<Apart> {
  const { here, there } = await linesApart(client, sqlite, table);
  const known = (line: string) => {
    const row = rowOfLine(table, line);
    return [keyText(table, row), row] as const;
  };
  return {
    here: new Map([...here].map(known)),
    there: new Map(
      [...there].map(([line, revision]) => {
        const [key, row] = known(line);
        return [key, { row, revision }];
      }),
    ),
  };
}
