import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { checkAuthority } from '../../services/auth/signInRules.ts';
import { checkGraphTarget, isLoopback } from '../../services/graph/graphTarget.ts';

/** Checks the addresses of a connection and that it is complete. @throws KeydeskError connection-insecure; connection-incomplete */
export function refuseUnsafe(connection: ConnectionSettings): void {
  checkGraphTarget(connection);
  checkAuthority(connection);
  if (connection.signIn === 'token' && !isLoopback(connection.graphUrl)) {
    throw new KeydeskError('connection-insecure', { url: connection.graphUrl });
  }
  if (connection.signIn !== 'token' && connection.clientId === '') {
    throw new KeydeskError('connection-incomplete', { what: 'client-id' });
  }
}

/**
 * Returns whether a change would send a secret to another address. SECURITY: a secret is sent only to the sign-in that it was entered for.
 */
export function movesSecrets(before: ConnectionSettings, next: ConnectionSettings): boolean {
  return before.authority !== next.authority || before.clientId !== next.clientId;
}

export function leadsElsewhere(before: ConnectionSettings, next: ConnectionSettings): boolean {
  return (['tenantId', 'authority', 'graphUrl'] as const).some(name => before[name] !== next[name]);
}
