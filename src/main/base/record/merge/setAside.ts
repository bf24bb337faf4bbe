import type { DatabaseSync } from 'node:sqlite';
import type { Value } from '../changeset.ts';
import { toJson } from '../rows.ts';
import { quoted, type RecordTable } from '../tables.ts';
import type { MergeRule } from './rule.ts';

/**
 * Sets the rows of a desk aside before its tables become the copy of a record's. They wait in `merge_row` until `mergeSome` has added them. Call in a
 * transaction. Returns their number.
 */
export function setRowsAside(
  sqlite: DatabaseSync,
  tables: readonly RecordTable[],
  rules: readonly MergeRule[],
): number {
  const insert = sqlite.prepare('INSERT INTO merge_row (name, n, row) VALUES (?, ?, ?)');
  let count = 0;
  for (const { table, rows } of rules) {
    const { key } = tableNamed(tables, table);
    const statement = sqlite.prepare(rows ?? `SELECT * FROM "${table}" ORDER BY ${quoted(key)}`);
    let n = 0;
    for (const row of statement.iterate()) {
      const values = Object.entries(row).map(([name, value]) => [name, toJson(value as Value)]);
      insert.run(table, ++n, JSON.stringify(Object.fromEntries(values)));
    }
    count += n;
  }
  return count;
}

/** @throws Error for a table that the record does not have */
export function tableNamed(tables: readonly RecordTable[], name: string): RecordTable {
  const table = tables.find(each => each.name === name);
  if (table === undefined) throw new Error(`${name} is not a table of the record`);
  return table;
}
