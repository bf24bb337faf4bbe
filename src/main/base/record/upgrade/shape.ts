import type { DatabaseSync } from 'node:sqlite';
import { type Constraint, referencesOf, uniquesOf } from '../recordSchema.ts';
import type { RecordTable } from '../tables.ts';

/** What one version has of a shared table. */
export interface TableShape {
  readonly table: RecordTable;
  /** The statement that creates it in SQLite, with its checks. */
  readonly sql: string;
  readonly uniques: readonly Constraint[];
  readonly references: readonly Constraint[];
  /** The statements of its triggers, which derive rows of other tables. */
  readonly triggers: readonly string[];
}

export type Shape = ReadonlyMap<string, TableShape>;

/** Reads the shape of the shared tables from a database of one version. */
export function shapeOf(sqlite: DatabaseSync, tables: readonly RecordTable[]): Shape {
  return new Map(tables.map(table => [table.name, tableShape(sqlite, table, tables)]));
}

function tableShape(sqlite: DatabaseSync, table: RecordTable, all: readonly RecordTable[]): TableShape {
  const texts = (type: string) =>
    sqlite
      .prepare('SELECT sql FROM sqlite_master WHERE type = ? AND tbl_name = ? ORDER BY name')
      .all(type, table.name)
      .map(({ sql }) => String(sql));
  return {
    table,
    sql: texts('table')[0] ?? '',
    uniques: uniquesOf(sqlite, table),
    references: referencesOf(sqlite, table, all),
    triggers: texts('trigger'),
  };
}
