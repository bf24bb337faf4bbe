import type { Batch, BatchCreate, BatchRow } from '../../../contract/batches/schema.ts';
import { openRows } from '../../../contract/batches/schema.ts';
import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { Channel } from '../../base/stream.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { EnrollmentObserver } from '../enrollment/observer.ts';
import type { BatchContext } from './context.ts';
import { insertRows, type NewRow, refuseTooMany, rowsOf } from './create.ts';
import { setAside } from './keptPins.ts';
import { completed, observerOf } from './keyRun.ts';
import { findBatch, readRow } from './read.ts';
import type { Uploads } from './reading/uploads.ts';

/** A batch and its rows as a package of a deferred enrollment has them. */
export interface KeptBatch extends Pick<Batch, 'id' | 'name' | 'existing' | 'profile'> {
  readonly rows: readonly (Pick<BatchRow, 'id' | 'line' | 'typed' | 'serial' | 'name' | 'profile'> & {
    readonly user: { readonly id: string; readonly userPrincipalName: string; readonly displayName: string };
  })[];
}

/** A key that was made for a row without the tenant. */
export interface MadeKey {
  /** The random PIN of the key, if Keydesk drew one. */
  readonly pin: string | undefined;
  /** How many days the PIN waits for the hand-over. */
  readonly pinDays: number;
  /** Starts the registration. */
  readonly register: (observers: readonly EnrollmentObserver[]) => Channel<EnrollmentEvent>;
}

/**
 * Adds the users of a source to a batch, except those that it has already by the same text.
 * @throws KeydeskError batch-not-found, batch-empty, batch-file-gone, list-too-long
 */
export async function addRows(
  context: BatchContext,
  uploads: Pick<Uploads, 'get'>,
  id: string,
  source: BatchCreate['source'],
): Promise<void> {
  await findBatch(context, id);
  const rows = await rowsOf(context, uploads, source);
  if (rows.length === 0) throw new KeydeskError('batch-empty');
  await context.store.database.write(async transaction => {
    const known = await transaction
      .selectFrom('batch_row')
      .select(['typed', 'line'])
      .where('batch_id', '=', id)
      .execute();
    const typed = new Set(known.map(row => row.typed.toLowerCase()));
    let line = known.reduce((last, row) => Math.max(last, row.line), 0);
    const added: NewRow[] = [];
    for (const row of rows) {
      if (typed.has(row.typed.toLowerCase())) continue;
      line += 1;
      added.push({ ...row, line });
    }
    refuseTooMany(known.length + added.length);
    await insertRows(transaction, id, added);
  });
}

/** Writes a batch and its rows as far as they are missing: the package may come from another Keydesk. */
export async function restoreBatch(
  { store: { database }, tenant }: BatchContext,
  { rows, ...batch }: KeptBatch,
): Promise<void> {
  const now = isoNow(database);
  await database.write(async transaction => {
    await transaction
      .insertInto('batch')
      .values({ ...batch, tenant: idOf(tenant), state: 'paused', created_at: now, updated_at: now })
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute();
    for (const { user, ...row } of rows) {
      await transaction
        .insertInto('batch_row')
        .values({
          ...row,
          batch_id: batch.id,
          place: row.line,
          state: 'waiting-for-key',
          user_id: user.id,
          user_principal_name: user.userPrincipalName,
          display_name: user.displayName,
        })
        .onConflict(conflict => conflict.column('id').doNothing())
        .execute();
    }
  });
}

/**
 * Registers a key that was made for a row, and records the end in the row. Returns the state of a row that is not free: it is done, skipped,
 * or another Keydesk works on it.
 */
export async function registerRow(
  context: BatchContext,
  id: string,
  rowId: string,
  { pin, pinDays, register }: MadeKey,
): Promise<{ readonly failure: Failure | null } | { readonly state: string }> {
  const { database } = context.store;
  const row = await takeRow(context, id, rowId);
  if (row === undefined) return { state: (await readRow(context, id, rowId)).state };
  // The PIN is kept before the row is done: the package loses it afterwards.
  if (pin !== undefined) {
    await setAside(context, row, pin);
    await context.pins.keep(rowId, pin, pinDays);
  }
  // The PIN was drawn when the key was made.
  const own = { drawn: pin !== undefined, accepted: false };
  const parts = { context, recognized: false, show: () => undefined };
  for await (const event of register([observerOf(parts, row, own)])) {
    if (event.type === 'completed') {
      await completed(context, row, event.result, own);
      return { failure: null };
    }
    if (event.type === 'failed') {
      const { error } = event.failure;
      const ended_at = isoNow(database);
      await database
        .updateTable('batch_row')
        .set({ state: 'failed', instance: '', error: JSON.stringify(error), ended_at })
        .where('id', '=', rowId)
        .execute();
      return { failure: error };
    }
  }
  throw new Error('an enrollment ended without an end');
}

/** Records that a row has its key: an ended Keydesk registered it, or another copy of the package was uploaded. */
export async function noteRegistered(
  { store: { database } }: BatchContext,
  rowId: string,
  { enrollmentId, methodId }: { readonly enrollmentId: string; readonly methodId: string | null },
): Promise<void> {
  await database
    .updateTable('batch_row')
    .set({
      state: 'done',
      instance: '',
      enrollment_id: enrollmentId,
      method_id: methodId,
      error: null,
      ended_at: isoNow(database),
    })
    .where('id', '=', rowId)
    .where('state', '<>', 'done')
    .execute();
}

/** Takes a row that waits, or that failed before: in one UPDATE, so that two windows never take the same row. */
async function takeRow({ store: { database }, instance, ...context }: BatchContext, id: string, rowId: string) {
  const started_at = isoNow(database);
  const { numUpdatedRows } = await database
    .updateTable('batch_row')
    .set({ state: 'enrolling', instance: instance.id, started_at, ended_at: null, error: null })
    .where('id', '=', rowId)
    .where('state', 'in', ['waiting', 'waiting-for-key', 'failed'])
    .executeTakeFirst();
  return numUpdatedRows === 1n ? readRow({ store: { database }, instance, ...context }, id, rowId) : undefined;
}

/** Ends a batch if no row waits any more. */
export async function restBatch({ store: { database } }: BatchContext, { id, counts }: Batch): Promise<void> {
  const open = openRows(counts);
  const updated_at = isoNow(database);
  await database
    .updateTable('batch')
    .set({ state: open === 0 ? 'finished' : 'paused', updated_at })
    .where('id', '=', id)
    .execute();
}
