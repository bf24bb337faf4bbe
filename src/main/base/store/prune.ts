import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Deletes one batch of old rows of one table. Returns whether there may be more. @param now in ms since the epoch */
export type Prune = (database: Kysely<Schema>, now: number) => Promise<boolean>;

/** In ms. */
export const DAY = 24 * 3600_000;
/** Maximum number of rows per transaction. A transaction holds the lock for some milliseconds. */
const BATCH = 200;

/**
 * Returns a function that prunes a table, for the table's owner (docs/decisions/0046-the-life-of-every-table.md).
 * @param key The columns that identify a row
 * @param due Returns a query of the keys of the rows to delete, the oldest first, without a limit. `now` is in ms since
 * the epoch
 */
export function prune<T extends keyof Schema & string>(
  table: T,
  key: readonly (keyof Schema[T] & string)[],
  due: (now: number) => RawBuilder<unknown>,
): Prune {
  const columns = sql`(${sql.join(key.map(column => sql.ref(column)))})`;
  return async (database, now) => {
    const batch = sql`${due(now)} LIMIT ${BATCH}`;
    // Takes the write lock only if a row is due.
    const { rows: found } = await sql`SELECT 1 WHERE EXISTS (${batch})`.execute(database);
    if (found.length === 0) return false;
    const { numAffectedRows } = await sql`DELETE FROM ${sql.ref(table)} WHERE ${columns} IN (${batch})`.execute(
      database,
    );
    return Number(numAffectedRows) === BATCH;
  };
}

/** Returns the time that is `age` ms before `now`, as ISO 8601 in UTC. */
export function ago(now: number, age: number): string {
  return new Date(now - age).toISOString();
}
