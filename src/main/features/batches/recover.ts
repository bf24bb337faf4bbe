import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { BatchContext } from './context.ts';
import { deleteReplaced } from './keyRun.ts';
import { moveRow, type Row } from './moves.ts';

/**
 * Settles the rows whose Keydesk ended while a key was in use, by the journal: a registered passkey is done, a row of which nothing is left
 * waits again, and anything else fails until a person plugs the same key in again. Call after the journal's recovery.
 */
export async function recoverRows(context: BatchContext, batchId: string): Promise<void> {
  const { store, instance } = context;
  const rows = await store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', '=', 'enrolling')
    .execute();
  for (const row of rows) {
    if (!instance.isAlive(row.instance)) await settle(context, row);
  }
  const owing = await store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', '=', 'done')
    .where('replaces', '<>', '[]')
    .execute();
  for (const row of owing) await deleteReplaced(context, row);
}

async function settle({ store: { database }, enrollments }: BatchContext, row: Row): Promise<void> {
  const ended_at = new Date().toISOString();
  const outcome = row.enrollment_id === null ? undefined : await enrollments.outcome(row.enrollment_id);
  if (outcome === undefined || outcome.state === 'cleaned-up') {
    await moveRow(database, row.id, 'waiting-for-key', { instance: '', error: null });
  } else if (outcome.worked) {
    // The recovery works on it. The next start of the batch looks again.
  } else if (outcome.state === 'done' || outcome.state === 'proven') {
    await moveRow(database, row.id, 'done', { instance: '', method_id: outcome.methodId, error: null, ended_at });
  } else {
    const error = outcome.error ?? toFailure(new KeydeskError('unfinished-left'));
    await moveRow(database, row.id, 'failed', { instance: '', error, ended_at });
  }
}
