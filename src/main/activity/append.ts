import type { DatabaseSync } from 'node:sqlite';
import type { ActivityHead } from '../../contract/activity.ts';
import { hashOf, ORIGIN, type Unsealed } from './chain.ts';

/** What an entry says, before it has its place in the chain. */
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

/** Gives an entry its place in the chain; to be called in an immediate transaction, so that no other takes the same. */
export function appender(sqlite: DatabaseSync): (row: NewRow) => ActivityHead {
  const last = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1');
  const counter = sqlite.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'activity'");
  const insert = sqlite.prepare(
    `INSERT INTO activity (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  );
  return row => {
    // The counter never goes back, so that cut-off entries leave a gap when the log goes on.
    const seq = Number(counter.get()?.seq ?? 0) + 1;
    const unsealed = { ...row, seq, previous_hash: String(last.get()?.hash ?? ORIGIN) };
    const sealed = { ...unsealed, hash: hashOf(unsealed) };
    insert.run(...COLUMNS.map(column => sealed[column]));
    return { count: seq, hash: sealed.hash };
  };
}
