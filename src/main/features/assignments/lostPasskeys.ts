import type { Assignment, ErasedReason } from '../../../contract/assignments/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Assignments, ErasedPasskeys } from './assignments.ts';
import { type AssignmentContext, activeOf, afterSettling, revokePasskey, revokeRows } from './context.ts';
import { isProvenGone } from './gone.ts';
import { toAssignment } from './records.ts';

/** Revokes the assignment of a passkey that was deleted in Entra. */
export async function passkeyGone(context: AssignmentContext, methodId: string): Promise<void> {
  await afterSettling(context, () => revokePasskey(context, methodId, 'passkey-deleted', 'done'));
}

/** Revokes the assignment of a passkey that Entra does not find, if it is proven that Entra does not have it (gone.ts). */
export async function passkeyNotFound(context: AssignmentContext, methodId: string): Promise<void> {
  const { scope, ledger, end } = context;
  for (const row of await afterSettling(context, () => activeOf(context, ledger.database, methodId))) {
    if (!(await isProvenGone(scope.gone, row, end))) continue;
    await ledger.inTurn(() => revokePasskey(context, methodId, 'passkey-deleted', 'done'));
  }
}

/** Revokes all active assignments on a key of the inventory, in every tenant. The deletions in Entra become due. */
export function revokeKey(
  context: AssignmentContext,
  ...[securityKeyId, reason, also]: Parameters<Assignments['revokeKey']>
): Promise<Assignment[]> {
  return afterSettling(context, async () => {
    const changes = await context.ledger.change(async transaction => {
      const rows = await transaction
        .selectFrom('assignment')
        .selectAll()
        .where('security_key_id', '=', securityKeyId)
        .where('state', '=', 'active')
        .execute();
      await also(transaction, rows.length);
      return revokeRows(transaction, rows, { reason, deletion: 'due' });
    });
    return changes.map(({ row }) => toAssignment(row));
  });
}

/** Revokes the active assignments whose passkeys were erased from a key. Deletes nothing in Entra. */
export function erased(context: AssignmentContext, what: ErasedPasskeys): Promise<Assignment[]> {
  const reason: ErasedReason = 'securityKeyId' in what ? 'key-reset' : 'credential-deleted';
  return afterSettling(context, async () => {
    const changes = await context.ledger.change(async transaction => {
      const active = transaction.selectFrom('assignment').selectAll().where('state', '=', 'active');
      const rows = await ('securityKeyId' in what
        ? active.where('security_key_id', '=', what.securityKeyId)
        : active.where('credential_id', '=', what.credentialId)
      ).execute();
      if ('securityKeyId' in what) {
        await leaveKey(transaction, what.securityKeyId);
        await what.also(transaction);
      }
      return revokeRows(transaction, rows, { reason });
    });
    return changes.map(({ row }) => toAssignment(row));
  });
}

/** Removes the key from pending and failed assignments. Any key can fulfill them, including this one as a new key. */
async function leaveKey(transaction: Transaction, securityKeyId: string): Promise<void> {
  await transaction
    .updateTable('assignment')
    .set({ security_key_id: null })
    .where('security_key_id', '=', securityKeyId)
    .where('state', 'in', ['pending', 'failed'])
    .execute();
}
