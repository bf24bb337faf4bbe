import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { SignInParts } from './signInContext.ts';
import { isSameSignIn } from './signInRules.ts';

/**
 * Returns the current generation of a connection's sign-in. SECURITY: reads the generation first, and then checks that
 * the connection is still set up. Removing or changing a connection writes the settings first and begins the next
 * generation afterwards, so that a write that passed this check is refused later.
 * @throws KeydeskError sign-in-ended if the connection was removed, or has another tenant, app or sign-in now
 */
export async function presentGeneration(parts: SignInParts, connection: ConnectionSettings): Promise<number> {
  const generation = await parts.generations.now(connection.id);
  const present = parts.connection(connection.id);
  const isPresent = present !== undefined && isSameSignIn(byId(parts, present), byId(parts, connection));
  if (!isPresent) throw new KeydeskError('sign-in-ended');
  return generation;
}

/**
 * Returns the connection with its tenant's id, so that an operation that began with a domain continues after Keydesk
 * has learned the id.
 */
function byId({ tenantNames }: SignInParts, connection: ConnectionSettings): ConnectionSettings {
  return { ...connection, tenantId: tenantNames.of(connection).id ?? connection.tenantId };
}
