import { KeydeskError } from '../../../contract/errors/errors.ts';

/**
 * Refuses an address that a person gives with a user name or a password in it. Call it before anything else checks the
 * address. SECURITY: other errors quote the address, Keydesk would store it in plain text, and a host name may hide
 * behind a user name, as in `https://graph.microsoft.com@evil.example`. This error does not quote it.
 * @throws KeydeskError connection-insecure
 */
export function refuseUserInfo(address: string): void {
  const url = URL.parse(address);
  const isWeb = url !== null && ['http:', 'https:'].includes(url.protocol);
  // An address that is no URL of the web may be one that was mistyped, such as `user:password@host`.
  const has = isWeb ? url.username !== '' || url.password !== '' : address.includes('@');
  if (has) throw new KeydeskError('connection-insecure', { rule: 'credentials' });
}
