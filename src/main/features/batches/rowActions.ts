import type { BatchRow } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { BatchContext } from './context.ts';
import { moveRow, type Row } from './moves.ts';
import { describeRows, findBatch, readBatch, readRow } from './read.ts';
import { deleteOwed, owingRows } from './recover.ts';
import { userOf } from './toRow.ts';

/** Number of imported users that a scanned text may match. */
const ENOUGH = 10;

/** What the actions of a person on one row need. */
export interface RowScope {
  readonly context: BatchContext;
  /** Shows a change to all who watch the batch. */
  readonly changed: (batchId: string) => Promise<void>;
}

/** Skips a row that has no key yet. @throws KeydeskError batch-row-not-found, batch-row-busy */
export async function skipRow(scope: RowScope, id: string, rowId: string): Promise<BatchRow> {
  const { database } = scope.context.store;
  await readRow(scope.context, id, rowId);
  const skipped = await moveRow(database, rowId, 'skipped', { ended_at: isoNow(database) });
  if (!skipped) throw notWaiting(await readRow(scope.context, id, rowId));
  return shown(scope, id, rowId);
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
  return shown(scope, id, rowId);
}

/**
 * Moves the row that waits for a key before all others, by its expected serial number or its user.
 * @param text as a scanner reads it from a key or a badge
 * @throws KeydeskError batch-row-unmatched; batch-row-busy if the row has its key already, was skipped, or failed
 */
export async function putFirst(scope: RowScope, id: string, text: string): Promise<BatchRow> {
  const { context } = scope;
  await findBatch(context, id);
  const found = await rowsNamed(context, id, text);
  const [any] = found;
  if (any === undefined) throw new KeydeskError('batch-row-unmatched', { text });
  const row = found.find(({ state }) => state === 'waiting-for-key');
  if (row === undefined) throw notWaiting(any);
  await context.store.database
    .updateTable('batch_row')
    .set(of => ({
      place: of
        .selectFrom('batch_row')
        .select(({ fn, eb }) => eb(fn.min('place'), '-', 1).as('first'))
        .where('batch_id', '=', id),
    }))
    .where('id', '=', row.id)
    .where('state', '=', 'waiting-for-key')
    .execute();
  return shown(scope, id, row.id);
}

/** Returns why a row cannot be moved: it has its key, gets it now, has ended otherwise, or was not checked. */
function notWaiting({ state, line, ...row }: Row): KeydeskError {
  return new KeydeskError('batch-row-busy', { state, line, user: userOf(row)?.displayName ?? row.typed });
}

/** Returns the rows with that serial number or user. Mail addresses and employee ids are those of the imported directory. */
async function rowsNamed({ store: { database }, imported }: BatchContext, id: string, text: string): Promise<Row[]> {
  const wanted = text.toLowerCase();
  const { rows } = await imported.users({ search: text, state: 'present', sort: 'name', descending: false }, 0, ENOUGH);
  const users = rows.filter(({ mail, employeeId }) => [mail, employeeId].some(name => name?.toLowerCase() === wanted));
  return database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', id)
    .where(({ or, eb, fn }) =>
      or([
        eb('serial', '=', wanted),
        eb('user_id', 'in', [text, ...users.map(user => user.id)]),
        eb(fn<string>('lower', ['user_principal_name']), '=', wanted),
        eb(fn<string>('lower', ['typed']), '=', wanted),
      ]),
    )
    .orderBy('place')
    .execute();
}

/** Writes a person's note to a row. @throws KeydeskError batch-row-not-found */
export async function noteRow(scope: RowScope, id: string, rowId: string, note: string): Promise<BatchRow> {
  await readRow(scope.context, id, rowId);
  await scope.context.store.database.updateTable('batch_row').set({ note }).where('id', '=', rowId).execute();
  return shown(scope, id, rowId);
}

/**
 * Returns the PIN of a row. SECURITY: the activity log says who has seen it.
 * @throws KeydeskError batch-row-not-found, batch-pin-gone, secret-unsealable
 */
export function showPin({ context }: RowScope, id: string, rowId: string): Promise<{ pin: string }> {
  return context.activity.during('batch-pin-shown', async subject => {
    subject.user = userIn(await readRow(context, id, rowId));
    return { pin: await context.pins.show(rowId) };
  });
}

/** Deletes the PIN of a row, because the user has key and PIN. @throws KeydeskError batch-row-not-found */
export async function handOver(scope: RowScope, id: string, rowId: string): Promise<BatchRow> {
  const { context } = scope;
  const row = await readRow(context, id, rowId);
  const handed_over_at = isoNow(context.store.database);
  await context.store.database.updateTable('batch_row').set({ handed_over_at }).where('id', '=', rowId).execute();
  await context.pins.forget(rowId);
  context.activity.record({ kind: 'batch-handed-over', user: userIn(row), facts: { serial: row.key_serial } });
  return shown(scope, id, rowId);
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

async function shown({ context, changed }: RowScope, id: string, rowId: string): Promise<BatchRow> {
  await changed(id);
  const [row] = await describeRows(context, [await readRow(context, id, rowId)]);
  if (row === undefined) throw new KeydeskError('batch-row-not-found', { id: rowId });
  return row;
}

function userIn({ user_id, user_principal_name }: Row) {
  return {
    ...(user_id === null ? {} : { id: user_id }),
    ...(user_principal_name === null ? {} : { userPrincipalName: user_principal_name }),
  };
}
