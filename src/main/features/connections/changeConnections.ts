import { randomUUID } from 'node:crypto';
import {
  type ConnectionChange,
  type ConnectionSettings,
  type ConnectionView,
  connectionSchema,
  type NewConnection,
} from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isSameSignIn } from '../../services/auth/signInRules.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import { leadsElsewhere, movesSecrets, refuseUnsafe } from './connectionSafety.ts';
import { type ConnectionContext, factsOf, refuseWhileBusy } from './context.ts';
import { forgetLearned, keepApart } from './learnedId.ts';

/** Adds a connection. The first one becomes the current one. @throws KeydeskError connection-insecure, connection-incomplete */
export async function addConnection(context: ConnectionContext, wanted: NewConnection): Promise<ConnectionView> {
  const { store, settings, list, activity } = context;
  const connection = { id: randomUUID(), ...wanted };
  refuseUnsafe(connection);
  await keepApart({ store }, connection, list.all());
  await list.write([...list.all(), connection], settings.get().currentConnection ?? connection.id);
  activity.record({ kind: 'connection-added', facts: factsOf(connection) });
  return list.view(connection);
}

/**
 * Changes a connection. Another app, tenant or cloud signs out; another app or sign-in address also deletes the secret.
 * @throws KeydeskError connection-…, secrets-unwritable
 */
export async function changeConnection(
  context: ConnectionContext,
  id: string,
  change: ConnectionChange,
): Promise<ConnectionView> {
  const { store, list, activity } = context;
  refuseWhileBusy(context, id);
  const before = list.find(id);
  const next = connectionSchema.parse({ ...before, ...change });
  if (next.tenantId !== before.tenantId || next.graphUrl !== before.graphUrl) delete next.tenantName;
  refuseUnsafe(next);
  if (leadsElsewhere(before, next)) await forgetLearned({ store }, next);
  await keepApart({ store }, next, list.all());
  const end = endOf(context.signIns, before, next);
  await end?.(before);
  await list.replace(next);
  // SECURITY: repeated for a sign-in that finished in between.
  await end?.(before);
  activity.record({ kind: 'connection-changed', facts: factsOf(next) });
  return list.view(next);
}

/** Makes a connection the current one. @throws KeydeskError connection-not-found, connection-busy */
export async function useConnection({ list, naming, activity, busy }: ConnectionContext, id: string): Promise<void> {
  const connection = list.find(id);
  if (busy()) throw new KeydeskError('connection-busy');
  await list.write(list.all(), id);
  activity.record({ kind: 'connection-changed', facts: { ...factsOf(connection), current: true } });
  // The name is only for display, and the next start reads it again.
  if (connection.tenantName === undefined) void naming.learnName().catch(() => undefined);
}

/** Removes a connection with its secrets. Keeps its activity log. @throws KeydeskError connection-not-found, connection-busy */
export async function removeConnection(context: ConnectionContext, id: string): Promise<void> {
  const { settings, signIns, list, activity } = context;
  refuseWhileBusy(context, id);
  const connection = list.find(id);
  activity.record({ kind: 'connection-removed', facts: factsOf(connection) });
  await signIns.forget(connection);
  const { currentConnection } = settings.get();
  await list.write(
    list.all().filter(known => known.id !== id),
    currentConnection === id ? null : currentConnection,
  );
  // SECURITY: repeated for a sign-in that finished in between. From here on every other sign-in is refused.
  await signIns.forget(connection);
}

/** Returns the function that ends the sign-in after a change; undefined if the sign-in stays. */
function endOf(signIns: SignIns, before: ConnectionSettings, next: ConnectionSettings): SignIns['signOut'] | undefined {
  if (movesSecrets(before, next)) return signIns.forget;
  return isSameSignIn(before, next) ? undefined : signIns.signOut;
}
