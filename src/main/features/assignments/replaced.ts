import type { Assignment } from '../../../contract/assignments/schema.ts';
import type { Passkey } from '../../../contract/users/schema.ts';
import { adopt } from './adopt.ts';
import { type AssignmentContext, afterSettling, revokePasskey, tenantOf } from './context.ts';

/**
 * Records that a new passkey has taken the place of another one of the same user: its assignment is revoked, and its deletion in Entra is due. From then on it
 * is tried until Entra has deleted it, whatever happens to the batch. A passkey that was made elsewhere is recorded first.
 * @param listed the passkey as Entra lists it; undefined if Entra does not list it, null if nobody could ask
 * @returns the ids of the assignments whose deletion is due; undefined if only Entra's list could tell what the passkey is
 */
export async function replacePasskey(
  context: AssignmentContext,
  user: Assignment['user'],
  methodId: string,
  listed: Passkey | undefined | null,
): Promise<string[] | undefined> {
  const revoked = await afterSettling(context, () => revokePasskey(context, methodId, 'replaced', 'due'));
  const due = await dueOf(context, methodId);
  if (revoked.length > 0 || due.length > 0) return due;
  if (listed === undefined) return [];
  if (listed === null) return undefined;
  if (await isKnown(context, methodId)) return [];
  await adopt(context, user, listed);
  await afterSettling(context, () => revokePasskey(context, methodId, 'replaced', 'due'));
  return dueOf(context, methodId);
}

async function dueOf(context: AssignmentContext, methodId: string): Promise<string[]> {
  const rows = await ofMethod(context, methodId).where('deletion', '=', 'due').execute();
  return rows.map(({ id }) => id);
}

async function isKnown(context: AssignmentContext, methodId: string): Promise<boolean> {
  return (await ofMethod(context, methodId).executeTakeFirst()) !== undefined;
}

function ofMethod(context: AssignmentContext, methodId: string) {
  return context.ledger.database
    .selectFrom('assignment')
    .select('id')
    .where('tenant', '=', tenantOf(context))
    .where('method_id', '=', methodId);
}
