import type { ConnectionSettings, SignInKind } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** Returns whether a sign-in for one of two settings of a connection is also valid for the other. */
export function isSameSignIn(one: ConnectionSettings, other: ConnectionSettings): boolean {
  const same = (['tenantId', 'clientId', 'authority', 'graphUrl'] as const).every(name => one[name] === other[name]);
  return same && isAppKind(one.signIn) === isAppKind(other.signIn);
}

/** Returns whether the app itself signs in, and no person. */
export function isAppKind(kind: SignInKind): boolean {
  return kind === 'secret' || kind === 'certificate';
}

/** SECURITY: sign-in goes over https only, on this computer too. @throws KeydeskError connection-insecure */
export function checkAuthority({ authority }: { authority: string }): void {
  if (URL.parse(authority)?.protocol !== 'https:') throw new KeydeskError('connection-insecure', { url: authority });
}

/** Refuses a connection that nobody can sign in to. @throws KeydeskError connection-incomplete, connection-insecure */
export function refuseUnusable(connection: ConnectionSettings): void {
  if (connection.clientId === '') throw new KeydeskError('connection-incomplete', { what: 'client-id' });
  checkAuthority(connection);
}
