import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import type { ActivityHead } from '../../../contract/activity/schema.ts';
import { wellFormed } from '../../../contract/text/wellFormed.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { hashOf, ORIGIN, type Unsealed } from './chain.ts';

/** The content of an entry without its place in the chain. */
export type NewRow = Omit<Unsealed, 'seq' | 'desk' | 'previous_hash'>;

const COLUMNS = [
  'seq',
  'desk',
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

/** The end of the chain of a record that one desk has, and of the chain of one desk among several. */
const LAST = "SELECT seq, hash FROM activity WHERE desk = '' ORDER BY seq DESC LIMIT 1";
const OWN_LAST = "SELECT seq, hash FROM activity WHERE desk = ? AND desk <> '' ORDER BY seq DESC LIMIT 1";

/**
 * Returns a function that adds an entry to the chain. Call it in an immediate transaction, so that no other process
 * takes the same place.
 */
export function appender(sqlite: DatabaseSync): (row: NewRow) => ActivityHead {
  const last = sqlite.prepare(LAST);
  const own = sqlite.prepare(OWN_LAST);
  const counter = sqlite.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'activity'");
  const desks = sqlite.prepare('SELECT desk FROM record_mirror');
  const insert = sqlite.prepare(INSERT);
  return row => {
    // The counter never decreases, so the log continues with a gap if its last entries were removed.
    const { desk = '' } = desks.get() ?? {};
    const end = desk === '' ? last.get() : own.get(desk);
    const sealed = seal(row, String(desk), { counter: counter.get()?.seq, last: end?.seq, lastHash: end?.hash });
    insert.run(...COLUMNS.map(column => sealed[column]));
    return { count: sealed.seq, hash: sealed.hash };
  };
}

/** An entry that waits for the record's log. `desk` is set if the log had it already, in the chain of that desk, and lost it. */
export type WaitingRow = NewRow & { readonly desk?: string };

/** Appends entries in order, in a transaction of the store, so that no other process takes the same places. Each goes to the chain of its desk. */
export async function appendIn(transaction: Transaction, rows: readonly WaitingRow[]): Promise<void> {
  const one = async <R>(query: string, values: readonly unknown[] = []) =>
    (await transaction.executeQuery<R>(CompiledQuery.raw(query, [...values]))).rows[0];
  const counter = await one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'activity'");
  const here = (await one<{ desk: string }>('SELECT desk FROM record_mirror'))?.desk ?? '';
  const ends = new Map<string, { seq: number; hash: string } | undefined>();
  let last = counter?.seq;
  for (const row of rows) {
    const desk = row.desk ?? here;
    if (!ends.has(desk)) ends.set(desk, await one(desk === '' ? LAST : OWN_LAST, desk === '' ? [] : [desk]));
    const end = ends.get(desk);
    const sealed = seal(row, desk, { counter: last, last: end?.seq, lastHash: end?.hash });
    const values = COLUMNS.map(column => sealed[column]);
    // The statement is not rebuilt each time: thousands of assignments may expire at once.
    await transaction.executeQuery(CompiledQuery.raw(INSERT, values));
    ends.set(desk, sealed);
    last = sealed.seq;
  }
}

interface ChainEnd {
  /** The highest number that was ever given. */
  readonly counter: unknown;
  readonly last: unknown;
  readonly lastHash: unknown;
}

function seal(row: NewRow, desk: string, { counter, last, lastHash }: ChainEnd) {
  // Somebody may have decreased the counter. The log continues anyway, and `verify` reports what is missing.
  const seq = Math.max(Number(counter ?? 0), Number(last ?? 0)) + 1;
  const unsealed = { ...storable(row), seq, desk, previous_hash: String(lastHash ?? ORIGIN) };
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
