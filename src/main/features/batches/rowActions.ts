import type { BatchRow } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { BatchContext } from './context.ts';
import { moveRow, type Retried, type Row } from './moves.ts';
import { describeRows, readBatch, readRow } from './read.ts';
import { deleteOwed, owingRows } from './recover.ts';
import { userOf } from './toRow.ts';

/** What the actions of a person on one row need. */
export interface RowScope {
  readonly context: BatchContext;
  /** Shows a change to all who watch the batch. */
  readonly changed: (batchId: string) => Promise<void>;
  readonly retry: (batchId: string, which: Retried) => Promise<number>;
  readonly check: (batchId: string, signal: AbortSignal) => Promise<void>;
}

/** Skips a row that has no key yet. @throws KeydeskError batch-row-not-found, batch-row-busy */
export async function skipRow(scope: RowScope, id: string, rowId: string): Promise<BatchRow> {
  const { database } = scope.context.store;
  await readRow(scope.context, id, rowId);
  const skipped = await moveRow(database, rowId, 'skipped', { ended_at: isoNow(database) });
  if (!skipped) throw notWaiting(await readRow(scope.context, id, rowId));
  return shownRow(scope, id, rowId);
}

/** Moves a row that waits for a key behind all others. @throws KeydeskError batch-row-not-found, batch-row-busy */
export async function putLast(scope: RowScope, id: string, rowId: string): Promise<BatchRow> {
  const { database } = scope.context.store;
  await readRow(scope.context, id, rowId);
  const { numUpdatedRows } = await database
    .updateTable('batch_row')
    .set(of => ({
      place: of
        .selectFrom('batch_row')
        .select(({ fn, eb }) => eb(fn.max('place'), '+', 1).as('last'))
        .where('batch_id', '=', id),
    }))
    .where('id', '=', rowId)
    .where('state', '=', 'waiting-for-key')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw notWaiting(await readRow(scope.context, id, rowId));
  return shownRow(scope, id, rowId);
}

/** Returns why a row cannot be moved: it has its key, gets it now, has ended otherwise, or was not checked. */
export function notWaiting({ state, line, ...row }: Row): KeydeskError {
  return new KeydeskError('batch-row-busy', { state, line, user: userOf(row)?.displayName ?? row.typed });
}

/** Writes a person's note to a row. @throws KeydeskError batch-row-not-found */
export async function noteRow(scope: RowScope, id: string, rowId: string, note: string): Promise<BatchRow> {
  await readRow(scope.context, id, rowId);
  await scope.context.store.database.updateTable('batch_row').set({ note }).where('id', '=', rowId).execute();
  return shownRow(scope, id, rowId);
}

/**
 * Returns the PIN of a row. SECURITY: the activity log says who has seen it.
 * @throws KeydeskError batch-row-not-found, batch-pin-gone, batch-pin-sealed
 */
export function showPin({ context }: RowScope, id: string, rowId: string): Promise<{ pin: string }> {
  return context.activity.during('batch-pin-shown', async subject => {
    subject.user = userIn(await readRow(context, id, rowId));
    return { pin: await context.pins.show(rowId) };
  });
}

/**
 * Deletes a batch with its rows and PINs.
 * @param endRun ends its run, which still watches a finished batch
 * @throws KeydeskError batch-not-found, batch-running; batch-old-owed; batch-pins-kept, unless `discardPins`
 */
export async function deleteBatch(
  { context }: RowScope,
  id: string,
  discardPins: boolean,
  endRun: () => Promise<void>,
): Promise<void> {
  const { name, state } = await readBatch(context, id);
  if (state === 'running') throw new KeydeskError('batch-running', { batch: name });
  const { database } = context.store;
  // A PIN that is gone locks its key for everybody.
  const rows = await database.selectFrom('batch_row').select('id').where('batch_id', '=', id).execute();
  const kept = await context.pins.keptAmong(rows.map(row => row.id));
  if (kept.size > 0 && !discardPins) throw new KeydeskError('batch-pins-kept', { count: kept.size });
  await deleteOwed(context, id);
  const owed = await owingRows(context, id);
  if (owed.length > 0) throw new KeydeskError('batch-old-owed', { count: owed.length });
  await endRun();
  await context.activity.during('batch-deleted', async subject => {
    subject.facts = { batch: name };
    await database.deleteFrom('batch').where('id', '=', id).execute();
  });
}

/** Shows a change to all who watch, and returns the row as it is now. */
export async function shownRow({ context, changed }: RowScope, id: string, rowId: string): Promise<BatchRow> {
  await changed(id);
  const [row] = await describeRows(context, [await readRow(context, id, rowId)]);
  if (row === undefined) throw new KeydeskError('batch-row-not-found', { id: rowId });
  return row;
}

/** Returns the user of a row, for the activity log. */
export function userIn({ user_id, user_principal_name }: Row) {
  return {
    ...(user_id === null ? {} : { id: user_id }),
    ...(user_principal_name === null ? {} : { userPrincipalName: user_principal_name }),
  };
}
