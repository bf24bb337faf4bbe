import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { wellFormed } from '../../../contract/text/wellFormed.ts';
import { type RowChange, readChangeset, type Value } from './changeset.ts';
import { type JsonRow, type RecordChanges, toJson } from './rows.ts';
import { columnsOf, highestNumber, isKeyOf, type RecordTable, type RecordTables } from './tables.ts';

/** What a transaction wrote: to the record, and to tables of this desk alone. */
export interface CapturedChanges {
  readonly shared: RecordChanges;
  readonly own: RecordChanges;
}

/** Watches what a connection writes to the tables of the record, from its creation until it is closed. */
export interface Capture {
  /** Returns everything that was written. Call before the commit, because changed rows are read again. */
  changes(): CapturedChanges;
  close(): void;
}

/**
 * Begins to watch a connection. Triggers and cascades count: what they write is recorded as rows, and no other desk runs them again.
 */
export function captureOn(sqlite: DatabaseSync, { shared, own }: RecordTables): Capture {
  const session = sqlite.createSession();
  return {
    changes: () => {
      const bytes = session.changeset();
      const changes = bytes.length === 0 ? [] : readChangeset(bytes);
      return { shared: changesOf(sqlite, shared, changes), own: changesOf(sqlite, own, changes) };
    },
    close: () => session.close(),
  };
}

function changesOf(sqlite: DatabaseSync, tables: readonly RecordTable[], changes: readonly RowChange[]): RecordChanges {
  const rows: Record<string, JsonRow[]> = {};
  const removed: Record<string, JsonRow[]> = {};
  const numbers: Record<string, number> = {};
  const byName = new Map(tables.map(table => [table.name, table]));
  const readers = new Map<string, (change: RowChange) => JsonRow>();
  for (const change of changes) {
    const table = byName.get(change.table);
    if (table === undefined) continue;
    if (change.kind === 'delete') {
      push(removed, table.name, keyOf(table, change.values));
      continue;
    }
    const read = readers.get(table.name) ?? rowReader(sqlite, table);
    readers.set(table.name, read);
    push(rows, table.name, read(change));
    if (table.isNumbered && change.kind === 'insert') numbers[table.name] = 0;
  }
  for (const name of Object.keys(numbers)) numbers[name] = highestNumber(sqlite, name);
  return { rows, removed, numbers };
}

/** Returns a function that gives the row after a change: an insert has it, an updated row is read again. */
function rowReader(sqlite: DatabaseSync, table: RecordTable): (change: RowChange) => JsonRow {
  const isKey = isKeyOf(table);
  const one = sqlite.prepare(`SELECT ${columnsOf(table)} FROM "${table.name}" WHERE ${isKey}`);
  one.setReturnArrays(true);
  const clean = nulCleaner(sqlite, table, isKey);
  return ({ kind, values }) => {
    const key = table.key.map(name => values[place(table, name)] as SQLInputValue);
    const row = kind === 'insert' ? values : (one.get(...key) as unknown as Value[]);
    return clean(Object.fromEntries(table.columns.map(({ name }, at) => [name, toJson(row[at])])), key);
  };
}

/**
 * Replaces U+0000, which PostgreSQL's text cannot hold, in the row and in the database. The two must be equal. Keys and codes have none, but
 * a name from elsewhere may.
 */
function nulCleaner(sqlite: DatabaseSync, table: RecordTable, isKey: string) {
  return (row: JsonRow, key: readonly SQLInputValue[]): JsonRow => {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value !== 'string' || !value.includes('\0')) continue;
      const cleaned = wellFormed(value);
      sqlite.prepare(`UPDATE "${table.name}" SET "${name}" = ? WHERE ${isKey}`).run(cleaned, ...key);
      row[name] = cleaned;
    }
    return row;
  };
}

function keyOf(table: RecordTable, values: RowChange['values']): JsonRow {
  return Object.fromEntries(table.key.map(name => [name, toJson(values[place(table, name)])]));
}

function place(table: RecordTable, column: string): number {
  return table.columns.findIndex(({ name }) => name === column);
}

function push(into: Record<string, JsonRow[]>, table: string, row: JsonRow): void {
  const list = into[table];
  if (list === undefined) into[table] = [row];
  else list.push(row);
}
