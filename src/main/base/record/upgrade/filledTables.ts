import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import type { Migration } from '../../store/migrate.ts';
import type { RecordTable } from '../tables.ts';
import { openScratch } from './scratch.ts';

/**
 * Returns the shared tables with the columns that they had when an earlier version filled them from the record. In later columns, this desk has what a migration put there, and not
 * what the record had: a comparison must not give that back.
 * @param version The version that filled them
 * @throws KeydeskError record-apart if rows of that version do not fit any more
 */
export function filledTables(
  tables: readonly RecordTable[],
  migrations: readonly Migration[],
  version: number,
): RecordTable[] {
  const scratch = openScratch(migrations.slice(0, version));
  try {
    return tables.flatMap(table => {
      const before = columnsIn(scratch, table.name);
      if (before.size === 0) return [];
      const added = table.columns.filter(({ name }) => !before.has(name));
      if (added.some(column => table.key.includes(column.name) || mustBeGiven(column)))
        throw new KeydeskError('record-apart', {});
      return [{ ...table, columns: table.columns.filter(({ name }) => before.has(name)) }];
    });
  } finally {
    scratch.close();
  }
}

/** Returns whether each row must give a value for a column. */
function mustBeGiven({ isRequired, default: value }: RecordTable['columns'][number]): boolean {
  return isRequired && value === null;
}

function columnsIn(sqlite: DatabaseSync, table: string): ReadonlySet<string> {
  return new Set(
    sqlite
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all(table)
      .map(({ name }) => String(name)),
  );
}
