import type { DatabaseSync } from 'node:sqlite';
import { linesApart } from './apart.ts';
import type { RecordClient } from './connect.ts';
import type { RecordTable } from './tables.ts';

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
    const { here, there } = await linesApart(client, sqlite, table);
    // A row with other values is on both sides.
    const rows = Math.max(here.size, there.size);
    if (rows > 0) found.push({ table: table.name, rows });
  }
  return found;
}
