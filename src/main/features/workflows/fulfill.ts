import { tenantOf, type WorkflowContext } from './context.ts';

/** Provisions an assignment at once. The caller knows the plugged-in key and its PIN, for this sitting. */
export type Provision = (assignmentId: string) => Promise<void>;

/**
 * Runs the workflows for a user who has activated a key, then provisions the user's waiting assignment. Returns null if there is none.
 * @throws any error of `provision`
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
