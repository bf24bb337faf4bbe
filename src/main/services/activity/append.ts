import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, sql } from 'kysely';
import type { ActivityHead } from '../../../contract/activity/schema.ts';
import { wellFormed } from '../../../contract/text/wellFormed.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { hashOf, ORIGIN, type Unsealed } from './chain.ts';

/** The content of an entry without its place in the chain. */
export type NewRow = Omit<Unsealed, 'seq' | 'previous_hash'>;

const COLUMNS = [
  'seq',
  'at',
  'kind',
  'result',
  'actor_kind',
  'actor',
  'tenant',
  'user_id',
  'user_principal_name',
  'key_id',
  'key_aaguid',
  'key_serial',
  'cause',
  'correlation_id',
  'request_ids',
  'facts',
  'previous_hash',
  'hash',
] as const;
const INSERT = `INSERT INTO activity (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;

/**
 * Returns a function that adds an entry to the chain. Call it in an immediate transaction, so that no other process
 * takes the same place.
 */
export function appender(sqlite: DatabaseSync): (row: NewRow) => ActivityHead {
  const last = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1');
  const counter = sqlite.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'activity'");
  const insert = sqlite.prepare(INSERT);
  return row => {
    // The counter never decreases, so the log continues with a gap if its last entries were removed.
    const end = last.get();
    const sealed = seal(row, counter.get()?.seq, end?.seq, end?.hash);
    insert.run(...COLUMNS.map(column => sealed[column]));
    return { count: sealed.seq, hash: sealed.hash };
  };
}

/** Appends entries in order, in a transaction of the store, so that no other process takes the same places. */
export async function appendIn(transaction: Transaction, rows: readonly NewRow[]): Promise<void> {
  const last = await transaction
    .selectFrom('activity')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const counter = await sql<{ seq: number }>`SELECT seq FROM sqlite_sequence WHERE name = 'activity'`.execute(
    transaction,
  );
  let end: { seq: unknown; hash: unknown } = { seq: last?.seq, hash: last?.hash };
  for (const row of rows) {
    const sealed = seal(row, counter.rows[0]?.seq, end.seq, end.hash);
    const values = COLUMNS.map(column => sealed[column]);
    // The statement is not rebuilt each time: thousands of assignments may expire at once.
    await transaction.executeQuery(CompiledQuery.raw(INSERT, values));
    end = sealed;
  }
}

function seal(row: NewRow, counter: unknown, last: unknown, lastHash: unknown) {
  // Somebody may have decreased the counter. The log continues anyway, and `verify` reports what is missing.
  const seq = Math.max(Number(counter ?? 0), Number(last ?? 0)) + 1;
  const unsealed = { ...storable(row), seq, previous_hash: String(lastHash ?? ORIGIN) };
  return { ...unsealed, hash: hashOf(unsealed) };
}

/**
 * Returns an entry with its texts as SQLite stores them. SQLite replaces a lone surrogate, so the stored entry would
 * differ from the hashed one, and the log would always count as altered. Columns with JSON have such characters
 * escaped.
 */
function storable(row: NewRow): NewRow {
  const columns = Object.entries(row).map(([name, value]) => [name, value === null ? null : wellFormed(value)]);
  return Object.fromEntries(columns);
}
