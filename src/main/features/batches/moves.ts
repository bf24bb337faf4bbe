import { type Selectable, sql, type Updateable } from 'kysely';
import { type RetriedState, type RowState, retriedStates } from '../../../contract/batches/schema.ts';
import { type ErrorCode, errorCodes, KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { errorSubjectOf } from '../../../contract/errors/subjects.ts';
import { isoNow, type Timed } from '../../base/store/transactions.ts';
import type { BatchRowTable } from './tables.ts';

export type Row = Selectable<BatchRowTable>;
type From = Timed;

/**
 * The state machine of a row:
 *
 *   waiting -> preparing -> waiting-for-key -> enrolling -> done
 *      ^           |               ^   |           |
 *      |           v               '---|-----------'   (trouble of the server, or Keydesk ended)
 *      '-- failed | skipped <----------'
 *            |
 *            '--> done, enrolling   (the key of an interrupted enrollment was plugged in again; also from waiting-for-key)
 *
 * Each move names the state that it starts from, so that two windows never take the same row.
 */
const before: Readonly<Record<RowState, readonly RowState[]>> = {
  waiting: ['failed', 'skipped', 'preparing', 'waiting-for-key'],
  preparing: ['waiting'],
  // Known users pass from `waiting` in one statement (passKnown.ts).
  'waiting-for-key': ['preparing', 'enrolling'],
  enrolling: ['waiting-for-key', 'failed'],
  done: ['enrolling', 'failed', 'waiting-for-key'],
  failed: ['preparing', 'enrolling'],
  // From `enrolling`: Entra knows a key of the user by now.
  skipped: ['waiting', 'preparing', 'waiting-for-key', 'enrolling', 'failed'],
};

type Changes = Omit<Updateable<BatchRowTable>, 'id' | 'batch_id' | 'state' | 'error'>;

/** Moves one row. Returns false if it is in a state from which this move does not start. */
export async function moveRow(
  database: From,
  id: string,
  state: RowState,
  { error, ...changes }: Changes & { error?: Failure | null } = {},
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('batch_row')
    .set({ ...changes, state, ...(error === undefined ? {} : { error: error && JSON.stringify(error) }) })
    .where('id', '=', id)
    .where('state', 'in', before[state])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Returns a query of the rows in a state, in the order in which they get their keys. */
export function rowsInTurn(database: From, batchId: string, state: RowState) {
  return database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', '=', state)
    .orderBy('place')
    .orderBy('id');
}

/** Returns the rows that failed because their key was taken out, the latest first. The same key can finish them. */
export function rowsCutOff(database: From, batchId: string, most: number): Promise<Row[]> {
  return database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', '=', 'failed')
    .where(sql<string>`error ->> 'code'`, 'in', cutOffCodes)
    .orderBy('ended_at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute();
}

const cutOffCodes: readonly ErrorCode[] = [
  ...errorCodes.filter(code => errorSubjectOf(code) === 'key-left'),
  'passkey-unproven',
];

/**
 * Takes the next row for a key: the one that was interrupted on this key, else one that expects its serial number, else the first one that
 * expects none. Returns undefined if no row waits for such a key. The row has the error and the enrollment of the last attempt.
 * @param ended rows that this key was tried for, and whose users get no key
 * @throws KeydeskError batch-scanned-other if a person has put a row first that expects another key
 */
export async function claimRow(
  database: From,
  batchId: string,
  { serial, identity }: KnownKey,
  instance: string,
  ended: ReadonlySet<string> = new Set(),
): Promise<Row | undefined> {
  for (;;) {
    const waiting = rowsInTurn(database, batchId, 'waiting-for-key').limit(1);
    const expected =
      serial === undefined ? undefined : await waiting.where('serial', '=', serial.toLowerCase()).executeTakeFirst();
    const begun = identity === undefined ? undefined : await rowBegunOn(database, batchId, identity);
    const known = begun !== undefined && !ended.has(begun.id) ? begun : expected;
    if (known === undefined) await refuseScannedOther(database, batchId);
    const row = known ?? (await waiting.where('serial', 'is', null).executeTakeFirst());
    if (row === undefined) return undefined;
    const claimed = await claimKnown(database, row, instance);
    if (claimed !== undefined) return claimed;
  }
}

/** Takes a row for its own key. Returns undefined if the row waits for no key, and has not failed. */
export async function claimKnown(database: From, row: Row, instance: string): Promise<Row | undefined> {
  const taken = { instance, started_at: isoNow(database), ended_at: null };
  const moved = await moveRow(database, row.id, 'enrolling', { ...taken, error: null });
  return moved ? { ...row, ...taken, state: 'enrolling' } : undefined;
}

/** The screen says whose key comes next after a scan. Another key must not silently go to somebody else. */
async function refuseScannedOther(database: From, batchId: string): Promise<void> {
  const first = await rowsInTurn(database, batchId, 'waiting-for-key').limit(1).executeTakeFirst();
  // Lines start at 1. Only `putFirst` goes below.
  if (first === undefined || first.place >= 1 || first.serial === null) return;
  const user = first.display_name ?? first.user_principal_name ?? first.typed;
  throw new KeydeskError('batch-scanned-other', { user, serial: first.serial });
}

/** Returns the row that was interrupted on a key, if its key can still finish it or nobody has taken it since. */
export async function rowBegunOn(database: From, batchId: string, identity: string): Promise<Row | undefined> {
  return database
    .selectFrom('batch_row')
    .innerJoin('journal', 'journal.id', 'batch_row.enrollment_id')
    .selectAll('batch_row')
    .where('batch_row.batch_id', '=', batchId)
    .where('journal.key_identity', '=', identity)
    .where(of =>
      of.or([
        of.and([of('batch_row.state', '=', 'waiting-for-key'), of('journal.state', '<>', 'done')]),
        of.and([of('batch_row.state', '=', 'failed'), of('journal.state', 'not in', ['done', 'cleaned-up'])]),
      ]),
    )
    .orderBy('batch_row.place')
    .executeTakeFirst();
}

/** Which rows are put back: those of some states, or those with these ids, if they have failed or were skipped. */
export type Retried = { readonly states: readonly RetriedState[] } | { readonly ids: readonly string[] };

/** Puts rows back, to be checked again. Returns their number. */
export async function retryRows(database: From, batchId: string, which: Retried): Promise<number> {
  const all = database
    .updateTable('batch_row')
    .set({ state: 'waiting', error: null, instance: '', ended_at: null })
    .where('batch_id', '=', batchId)
    .where('state', 'in', 'states' in which ? which.states : retriedStates);
  const { numUpdatedRows } = await ('ids' in which ? all.where('id', 'in', which.ids) : all).executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Ends the end of a batch, because rows of it wait again. */
export async function reopen(database: From, batchId: string): Promise<void> {
  await database
    .updateTable('batch')
    .set({ state: 'paused' })
    .where('id', '=', batchId)
    .where('state', '=', 'finished')
    .execute();
}

/** A key as a batch recognizes it again. */
export interface KnownKey {
  readonly serial: string | undefined;
  /** In any port; undefined if nothing distinguishes it from others of its model. */
  readonly identity: string | undefined;
}

/** Returns the id of the row of this batch whose passkey a key has by its serial number. */
export async function rowDoneOn(
  database: From,
  batchId: string,
  { serial, identity }: KnownKey,
): Promise<string | undefined> {
  if (serial === undefined) return undefined;
  const row = await database
    .selectFrom('batch_row')
    .leftJoin('journal', 'journal.id', 'batch_row.enrollment_id')
    .select('batch_row.id')
    .where('batch_row.batch_id', '=', batchId)
    .where('batch_row.state', '=', 'done')
    // A row that was settled without its key has no serial number.
    .where(of =>
      of.or([
        of('key_serial', '=', serial),
        ...(identity === undefined ? [] : [of('journal.key_identity', '=', identity)]),
      ]),
    )
    .executeTakeFirst();
  return row?.id;
}
