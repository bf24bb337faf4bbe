import { inTransaction } from '../../base/store/steps.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { revokeRows } from './context.ts';
import { entryOf } from './ledger.ts';
import { reasonToRevoke } from './moves.ts';
import type { AssignmentRow } from './records.ts';

type Log = Pick<Activity, 'recordIn'>;

/** Replaces key `from` with key `to` in all assignments. Call when the inventory finds that both are one key. */
export async function moveAssignmentsOfKey(
  transaction: Transaction,
  from: string,
  to: string,
  log: Log,
): Promise<void> {
  const moved = transaction.updateTable('assignment').set({ security_key_id: to }).where('security_key_id', '=', from);
  await revokeMarked(transaction, await moved.returningAll().execute(), to, log);
}

/** Sets the key of these assignments. Call when the inventory finds which key their passkeys are on. */
export async function moveAssignments(
  transaction: Transaction,
  ids: readonly string[],
  to: string,
  log: Log,
): Promise<void> {
  const moved = transaction
    .updateTable('assignment')
    .set({ security_key_id: to })
    .where('id', 'in', [...ids]);
  await revokeMarked(transaction, await moved.returningAll().execute(), to, log);
}

/**
 * SECURITY: revokes what is active on a lost or retired key, in the transaction that finds out that it is on that key. The report of the loss could
 * not revoke it, because it named another key or none. Its deletion in Entra is due.
 */
async function revokeMarked(
  transaction: Transaction,
  moved: readonly AssignmentRow[],
  to: string,
  log: Log,
): Promise<void> {
  const active = moved.filter(({ state }) => state === 'active');
  const reason = active.length === 0 ? undefined : await inTransaction(transaction, reasonToRevoke(to));
  if (reason === undefined) return;
  const changes = await revokeRows(transaction, active, { reason, deletion: 'due' });
  await log.recordIn(transaction, ...changes.filter(change => change !== undefined).map(entryOf));
}
