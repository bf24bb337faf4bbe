import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { checkAuthority } from '../../services/auth/signInRules.ts';
import { checkGraphTarget, isLoopback } from '../../services/graph/graphTarget.ts';

/** @throws KeydeskError connection-insecure; connection-incomplete */
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

/** SECURITY: a secret goes to the sign-in that it was entered for, and to no other that somebody edits in. */
export function movesSecrets(before: ConnectionSettings, next: ConnectionSettings): boolean {
  return before.authority !== next.authority || before.clientId !== next.clientId;
}

export function leadsElsewhere(before: ConnectionSettings, next: ConnectionSettings): boolean {
  return (['tenantId', 'authority', 'graphUrl'] as const).some(name => before[name] !== next[name]);
}
