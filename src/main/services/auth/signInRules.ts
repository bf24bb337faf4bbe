import type { ConnectionSettings, SignInKind } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { refuseUserInfo } from '../network/userInfo.ts';

/** Returns whether a sign-in for one version of a connection's settings is also valid for the other. */
export function isSameSignIn(one: ConnectionSettings, other: ConnectionSettings): boolean {
  const same = (['tenantId', 'clientId', 'authority', 'graphUrl'] as const).every(name => one[name] === other[name]);
  return same && isAppKind(one.signIn) === isAppKind(other.signIn);
}

/** Returns whether the app itself signs in, and not a person. */
export function isAppKind(kind: SignInKind): boolean {
  return kind === 'secret' || kind === 'certificate';
}

/**
 * Checks the sign-in's address. SECURITY: it must be https, on this computer too.
 * @throws KeydeskError connection-insecure
 */
export function checkAuthority({ authority }: { authority: string }): void {
  refuseUserInfo(authority);
  if (URL.parse(authority)?.protocol !== 'https:') throw new KeydeskError('connection-insecure', { url: authority });
}

/**
 * Refuses a connection whose settings make a sign-in impossible.
 * @throws KeydeskError connection-incomplete, connection-insecure
 */
export function refuseUnusable(connection: ConnectionSettings): void {
  if (connection.clientId === '') throw new KeydeskError('connection-incomplete', { what: 'client-id' });
  checkAuthority(connection);
}
