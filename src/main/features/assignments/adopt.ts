import { sql } from 'kysely';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Passkey, User } from '../../../contract/users/schema.ts';
import { isoNow } from '../../base/store/transactions.ts';
import { READ_LAG } from '../../services/graph/readLag.ts';
import { type AssignmentContext, afterSettling, changedError, findRow, revokePasskey, tenantOf } from './context.ts';
import { isProvenGone } from './gone.ts';
import { freePurpose, liveOf } from './live.ts';
import { insertAssignment, moveAssignment } from './moves.ts';
import { toAssignment } from './records.ts';

/** Returns the assignments with these credentials, of every tenant and in every state. */
export async function ofCredentials(
  { ledger }: AssignmentContext,
  credentialIds: readonly string[],
): Promise<Assignment[]> {
  if (credentialIds.length === 0) return [];
  return ledger.inTurn(async () => {
    const rows = await ledger.database
      .selectFrom('assignment')
      .selectAll()
      .where('credential_id', 'in', [...credentialIds])
      // The index of credentials is partial.
      .where(sql<boolean>`credential_id IS NOT NULL`)
      .orderBy('updated_at', 'desc')
      .execute();
    return rows.map(toAssignment);
  });
}

/**
 * Records a passkey of Entra that was made elsewhere, as an active assignment. Its key is known when it is plugged in
 * (inventory/recognize.ts). An assignment that waits for a key keeps waiting: staff planned another passkey.
 * @param passkey as Entra has just listed it
 * @throws KeydeskError difference-gone if the record has it already
 */
export function adopt(
  context: AssignmentContext,
  user: Pick<User, 'id' | 'userPrincipalName' | 'displayName'>,
  passkey: Passkey,
): Promise<Assignment> {
  return afterSettling(context, async () => {
    const tenant = tenantOf(context);
    const changes = await context.ledger.change(async transaction => {
      const known = await transaction
        .selectFrom('assignment')
        .select('id')
        .where('tenant', '=', tenant)
        .where('method_id', '=', passkey.id)
        .executeTakeFirst();
      if (known !== undefined) throw new KeydeskError('difference-gone');
      const made = await insertAssignment(transaction, {
        tenant,
        user_id: user.id,
        user_principal_name: user.userPrincipalName,
        display_name: user.displayName,
        purpose: freePurpose(await liveOf(transaction, tenant, user.id)),
        source: 'import',
      });
      const begun = await moveAssignment(transaction, made.row, 'provisioning', { reason: 'enrolment-started' });
      if (begun === undefined) throw new Error('the new assignment could not begin');
      const active = await moveAssignment(transaction, begun.row, 'active', {
        reason: 'adopted',
        method_id: passkey.id,
        credential_id: passkey.credentialId,
        passkey_name: passkey.displayName,
        key_aaguid: passkey.aaGuid,
        key_product: passkey.model,
        activated_at: passkey.createdDateTime ?? isoNow(transaction),
      });
      return [made, active];
    });
    const last = changes.at(-1);
    if (last === undefined) throw new Error('nothing was adopted');
    return toAssignment(last.row);
  });
}

/**
 * Ends an active assignment whose passkey Entra does not have any more. Entra's list is read again.
 * @param evenIfUnproven whether a person decided it although the missing passkey proves nothing yet
 * @throws KeydeskError assignment-…; difference-gone if Entra lists the passkey; mend-unproven; graph-…
 */
export async function closeGone(context: AssignmentContext, id: string, evenIfUnproven: boolean): Promise<Assignment> {
  const { scope, ledger, end } = context;
  const row = await findRow(context, ledger.database, id);
  const { user_id, method_id, activated_at } = row;
  if (row.state !== 'active' || method_id === null) throw changedError(row);
  if (!(await scope.gone.userLeft(user_id))) {
    // An error proves nothing, and is the person's to see.
    if (await scope.gone.isListed(user_id, method_id, end)) throw new KeydeskError('difference-gone');
    if (!evenIfUnproven && !(await isProvenGone(scope.gone, row, end))) {
      const until = new Date(Date.parse(activated_at ?? '') + READ_LAG);
      throw new KeydeskError('mend-unproven', Number.isNaN(until.getTime()) ? {} : { until: until.toISOString() });
    }
  }
  await afterSettling(context, () => revokePasskey(context, method_id, 'passkey-deleted', 'done'));
  return toAssignment(await findRow(context, ledger.database, id));
}
