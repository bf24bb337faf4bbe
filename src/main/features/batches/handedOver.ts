import type { BatchRow } from '../../../contract/batches/schema.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';
import { findBatch, readRow } from './read.ts';
import { type RowScope, shownRow, userIn } from './rowActions.ts';

/** Deletes the PIN of a row, because the user has key and PIN. @throws KeydeskError batch-row-not-found */
export async function handOver(scope: RowScope, id: string, rowId: string): Promise<BatchRow> {
  await confirm(scope.context, await readRow(scope.context, id, rowId));
  return shownRow(scope, id, rowId);
}

/** Deletes the kept PINs of a batch's rows that are done. Returns their number. @param rowIds only of these rows @throws KeydeskError batch-not-found */
export async function handOverAll(
  { context, changed }: RowScope,
  id: string,
  rowIds: readonly string[] | undefined,
): Promise<number> {
  const { store, pins } = context;
  await findBatch(context, id);
  const done = await store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', id)
    .where('state', '=', 'done')
    .orderBy('line')
    .execute();
  const chosen = new Set(rowIds);
  const kept = await pins.keptAmong(done.map(row => row.id));
  const open = done.filter(row => kept.has(row.id) && (rowIds === undefined || chosen.has(row.id)));
  for (const row of open) await confirm(context, row);
  await changed(id);
  return open.length;
}

async function confirm({ store, pins, activity }: BatchContext, row: Row): Promise<void> {
  const handed_over_at = isoNow(store.database);
  await store.database.updateTable('batch_row').set({ handed_over_at }).where('id', '=', row.id).execute();
  await pins.forget(row.id);
  activity.record({ kind: 'batch-handed-over', user: userIn(row), facts: { serial: row.key_serial } });
}
