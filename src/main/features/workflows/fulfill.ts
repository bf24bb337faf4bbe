import { tenantOf, type WorkflowContext } from './context.ts';

/** Makes the passkey of an assignment at once; whoever calls knows the key that is plugged in, and its PIN, for that sitting. */
export type Provision = (assignmentId: string) => Promise<void>;

/**
 * Lets workflows act on a user who has activated a key, then provisions what the user has waiting. Returns null if there is nothing.
 * @throws what `provision` throws
 */
export async function fulfillWaiting(
  context: WorkflowContext,
  userId: string,
  provision: Provision,
): Promise<{ assignmentId: string } | null> {
  const { engineHost, database } = context;
  const tenant = tenantOf(context);
  await engineHost.attend({ tenant, userId });
  const waiting = await database
    .selectFrom('assignment')
    .select('id')
    .where('tenant', '=', tenantOf(context))
    .where('user_id', '=', userId)
    .where('state', 'in', ['pending', 'failed'])
    .orderBy('purpose', 'desc')
    .executeTakeFirst();
  if (waiting === undefined) return null;
  await provision(waiting.id);
  await engineHost.attend();
  return { assignmentId: waiting.id };
}
