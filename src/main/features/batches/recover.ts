import type { ExpressionBuilder } from 'kysely';
import type { Schema } from '../../base/store/schema.ts';
import { isoNow, type Timed } from '../../base/store/transactions.ts';
import type { EnrollmentOutcome } from '../enrollment/enrollments.ts';
import type { BatchContext } from './context.ts';
import { moveRow, type Row } from './moves.ts';
import { deleteReplaced, replacedBy } from './replaced.ts';
import { unprovenOf } from './unproven.ts';

/**
 * Settles the rows whose Keydesk ended while a key was in use, by the journal: a registered passkey is done, a row without a registered one
 * waits for another key, and anything else fails until a person plugs the same key in again, which may be proven by then. Leaves a row as it
 * is while the journal's recovery works on it. Returns whether a row has changed.
 */
export async function settleRows({ store, instance, enrollments }: BatchContext, batchId: string): Promise<boolean> {
  const rows = await store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where(of => of.or([of('state', '=', 'enrolling'), isLeft(of)]))
    .execute();
  let changed = false;
  for (const row of rows) {
    if (instance.isAlive(row.instance)) continue;
    const outcome = row.enrollment_id === null ? undefined : await enrollments.outcome(row.enrollment_id);
    if (outcome?.worked !== true) changed = (await settle(store.database, row, outcome)) || changed;
  }
  return changed;
}

/** Selects rows that have no key, and that their own key may finish. */
function isLeft(of: ExpressionBuilder<Schema, 'batch_row'>) {
  return of.and([of('state', 'in', ['failed', 'waiting-for-key']), of('enrollment_id', 'is not', null)]);
}

/** Deletes what the new passkeys of a batch have replaced, as far as an ended Keydesk left it. */
export async function deleteOwed(context: BatchContext, batchId: string): Promise<void> {
  for (const row of await owingRows(context, batchId)) await deleteReplaced(context, row.id);
}

/** Returns the rows whose new passkeys have replaced others of which nobody has noted yet that they are to be deleted. */
export async function owingRows({ store }: Pick<BatchContext, 'store'>, batchId: string): Promise<Row[]> {
  const rows = await store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', '=', 'done')
    .where('replaces', '<>', '[]')
    .execute();
  return rows.filter(row => replacedBy(row).length > 0);
}

function settle(database: Timed, row: Row, outcome: EnrollmentOutcome | undefined): Promise<boolean> {
  const ended_at = isoNow(database);
  const isProven = outcome?.state === 'done' || outcome?.state === 'proven';
  if (row.state !== 'enrolling' && !isProven) return Promise.resolve(false);
  // A credential that Entra does not have may be on the key that was in use. The journal deletes it when that key is plugged in.
  if (outcome === undefined || outcome.state === 'cleaned-up' || outcome.unregistered)
    return moveRow(database, row.id, 'waiting-for-key', { instance: '', error: null });
  if (isProven)
    return moveRow(database, row.id, 'done', { instance: '', method_id: outcome.methodId, error: null, ended_at });
  return moveRow(database, row.id, 'failed', { instance: '', error: unprovenOf(row, outcome), ended_at });
}
