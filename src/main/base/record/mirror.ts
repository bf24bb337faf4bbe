import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isConstraint } from './isConstraint.ts';
import { fromJson, type JsonRow, type RecordChanges } from './rows.ts';
import { isKeyOf, quoted, type RecordTable } from './tables.ts';

/** Writes what other desks recorded into the tables of this desk. */
export interface Mirror {
  /** Applies changes to the open transaction of the connection. Triggers that derive rows do nothing: the derived rows are among the changes. */
  apply(changes: RecordChanges): void;
}

/**
 * @param sqlite A connection without foreign key constraints: rows come in any order, and a row that is replaced must not
 * take its dependent rows with it
 */
export function mirrorOn(sqlite: DatabaseSync, tables: readonly RecordTable[]): Mirror {
  const begin = sqlite.prepare('INSERT INTO record_applying (one) VALUES (1)');
  const end = sqlite.prepare('DELETE FROM record_applying');
  const number = numberSetter(sqlite);
  const writers = new Map(tables.map(table => [table.name, lazily(() => tableWriter(sqlite, table))]));
  const isNumbered = new Set(tables.filter(table => table.isNumbered).map(({ name }) => name));
  return {
    apply: ({ rows, removed, numbers }) => {
      begin.run();
      // A unique value may have moved from one row to another, so all rows that changed go before the first comes.
      for (const [name, keys] of Object.entries(removed)) writers.get(name)?.().remove(keys);
      for (const [name, changed] of Object.entries(rows)) writers.get(name)?.().remove(changed);
      for (const [name, changed] of Object.entries(rows)) writers.get(name)?.().add(changed);
      for (const [name, highest] of Object.entries(numbers)) if (isNumbered.has(name)) number(name, highest);
      end.run();
    },
  };
}

/** Empties the tables that a record is about to fill. Logs must be empty already. Call in a transaction. */
export function emptyForRecord(sqlite: DatabaseSync, tables: readonly RecordTable[]): void {
  sqlite.exec('INSERT INTO record_applying (one) VALUES (1)');
  for (const { name } of tables) sqlite.exec(`DELETE FROM "${name}"`);
  for (const { name } of tables) sqlite.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(name);
  sqlite.exec('DELETE FROM record_applying');
}

interface TableWriter {
  remove(keys: readonly JsonRow[]): void;
  add(rows: readonly JsonRow[]): void;
}

function tableWriter(sqlite: DatabaseSync, table: RecordTable): TableWriter {
  const isKey = isKeyOf(table);
  const insert = rowInserter(sqlite, table);
  const names = new Set(table.columns.map(({ name }) => name));
  const remove: StatementSync | undefined = table.isLog
    ? undefined
    : sqlite.prepare(`DELETE FROM "${table.name}" WHERE ${isKey}`);
  const known = table.isLog ? sqlite.prepare(`SELECT 1 FROM "${table.name}" WHERE ${isKey}`) : undefined;
  const keyTypes = table.key.map(
    name => [name, table.columns.find(column => column.name === name)?.type ?? 'TEXT'] as const,
  );
  const keyOf = (row: JsonRow): SQLInputValue[] => keyTypes.map(([name, type]) => fromJson(row[name], type));
  return {
    remove: keys => {
      if (remove !== undefined) for (const key of keys) remove.run(...keyOf(key));
    },
    add: rows => {
      for (const row of rows) {
        if (known?.get(...keyOf(row)) !== undefined || (table.isLog && hasMore(row, names))) continue;
        insert(row);
      }
    },
  };
}

/**
 * Inserts rows with the columns that they and the table have, and refuses those that the table does not take (record-spoiled). A desk of an earlier version leaves out columns that it does not know, and one that was updated between two
 * commits gets a row without its newest columns.
 */
function rowInserter(sqlite: DatabaseSync, { name: table, columns }: RecordTable): (row: JsonRow) => void {
  const statement = (into: RecordTable['columns']) =>
    sqlite.prepare(
      `INSERT INTO "${table}" (${quoted(into.map(({ name }) => name))}) VALUES (${into.map(() => '?').join(', ')})`,
    );
  const whole = statement(columns);
  return row => {
    const named = columns.filter(({ name }) => row[name] !== undefined);
    const insert = named.length === columns.length ? whole : statement(named);
    try {
      insert.run(...named.map(({ name, type }) => fromJson(row[name], type)));
    } catch (cause) {
      throw isConstraint(cause) ? new KeydeskError('record-spoiled', { table }, { cause }) : cause;
    }
  };
}

/** Returns whether a row has columns that are not known here. An entry of a log stays as it came, so one that would lose a part is left for later. */
function hasMore(row: JsonRow, known: ReadonlySet<string>): boolean {
  return Object.keys(row).some(name => name !== 'revision' && !known.has(name));
}

/** Keeps numbers that were given and whose rows were deleted from being given again. */
function numberSetter(sqlite: DatabaseSync): (table: string, highest: number) => void {
  const raise = sqlite.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
  const add = sqlite.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)');
  return (table, highest) => {
    if (Number(raise.run(highest, table).changes) === 0) add.run(table, highest);
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
