import type { DatabaseSync } from 'node:sqlite';

/** A table of the record, as SQLite describes it. The record's own table and the mirror's are made from the same statements. */
export interface RecordTable {
  readonly name: string;
  readonly columns: readonly RecordColumn[];
  /** The columns of the primary key, in their order. */
  readonly key: readonly string[];
  /** Whether SQLite numbers new rows (AUTOINCREMENT). */
  readonly isNumbered: boolean;
  /** Whether rows are only added, never changed or deleted. */
  readonly isLog: boolean;
}

export interface RecordColumn {
  readonly name: string;
  /** The type of a STRICT table. */
  readonly type: 'INTEGER' | 'REAL' | 'TEXT' | 'BLOB';
  readonly isRequired: boolean;
  /** The default as SQL; null if there is none. */
  readonly default: string | null;
}

/** The tables of keydesk.db: those that all desks share, and those of this desk alone. */
export interface RecordTables {
  readonly shared: readonly RecordTable[];
  readonly own: readonly RecordTable[];
}

/** Which tables of a database belong to the record. */
export interface RecordTableNames {
  readonly shared: readonly string[];
  /** Those of them that only grow. */
  readonly logs: readonly string[];
}

/**
 * Reads the tables of the record from a migrated database.
 * @throws Error if a table cannot be recorded: it is not STRICT, or has no primary key
 */
export function recordTables(sqlite: DatabaseSync, { shared, logs }: RecordTableNames): RecordTable[] {
  return shared.map(name => ({ ...describe(sqlite, name), isLog: logs.includes(name) }));
}

/**
 * Reads the tables that belong to the desk alone and that a transaction may write together with the record: all that are STRICT and have a primary
 * key. The state of the mirror is not among them, because it changes with each transaction.
 */
export function ownTables(sqlite: DatabaseSync, { shared }: RecordTableNames): RecordTable[] {
  const rows = sqlite
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1")
    .all();
  return rows
    .map(({ name }) => String(name))
    .filter(name => !shared.includes(name) && !MIRROR.includes(name) && hasKey(sqlite, name))
    .map(name => ({ ...describe(sqlite, name), isLog: false }));
}

const MIRROR = ['record_mirror', 'record_applying', 'record_revision'];

function hasKey(sqlite: DatabaseSync, name: string): boolean {
  return sqlite.prepare('SELECT 1 FROM pragma_table_info(?) WHERE pk > 0').get(name) !== undefined;
}

function describe(sqlite: DatabaseSync, name: string): Omit<RecordTable, 'isLog'> {
  const rows = sqlite.prepare('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)').all(name);
  const key = rows.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk));
  const table = sqlite.prepare("SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?").get(name);
  const text = String(sqlite.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?").get(name)?.sql);
  if (key.length === 0 || Number(table?.strict) !== 1) throw new Error(`${name} cannot be a table of the record`);
  return {
    name,
    columns: rows.map(row => ({
      name: String(row.name),
      type: typeOf(String(row.type)),
      isRequired: Number(row.notnull) === 1 || Number(row.pk) > 0,
      default: row.dflt_value === null ? null : String(row.dflt_value),
    })),
    key: key.map(row => String(row.name)),
    isNumbered: /\bAUTOINCREMENT\b/i.test(text),
  };
}

function typeOf(declared: string): RecordColumn['type'] {
  const type = (['INTEGER', 'REAL', 'TEXT', 'BLOB'] as const).find(
    known => known === declared.replace(/^INT$/, 'INTEGER'),
  );
  if (type === undefined) throw new Error(`the record has no type for ${declared}`);
  return type;
}

/** Returns names of columns, quoted for both databases. */
export function quoted(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ');
}

export function columnsOf({ columns }: RecordTable): string {
  return quoted(columns.map(({ name }) => name));
}

/** Returns the condition that finds a row by its primary key, with a parameter for each column. */
export function isKeyOf({ key }: RecordTable): string {
  return key.map(name => `"${name}" = ?`).join(' AND ');
}

/** Returns the highest number that a table with AUTOINCREMENT ever gave. */
export function highestNumber(sqlite: DatabaseSync, table: string): number {
  return Number(sqlite.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table)?.seq ?? 0);
}
