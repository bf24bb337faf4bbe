import { KeydeskError } from '../../../contract/errors/errors.ts';
import { refuseUserInfo } from '../network/userInfo.ts';

/** The address of one tenant. `graphUrl` is the root without `/v1.0` and `/beta`. An unknown tenant has an empty id. */
export interface GraphTarget {
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly version: 'v1.0' | 'beta';
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Returns whether an address is this computer. Returns false for an invalid address. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}

/**
 * Checks that the address may be used. SECURITY: tokens and registrations are sent only over https; plain http is only
 * for a simulator on this computer.
 * @throws KeydeskError connection-insecure
 */
export function checkGraphTarget({ graphUrl }: GraphTarget): void {
  refuseUserInfo(graphUrl);
  const protocol = URL.canParse(graphUrl) ? new URL(graphUrl).protocol : undefined;
  const safe = protocol === 'https:' || (protocol === 'http:' && isLoopback(graphUrl));
  if (!safe) throw new KeydeskError('connection-insecure', { url: graphUrl });
}

/** Returns the connection's root without a slash at its end. */
export function rootOf({ graphUrl }: GraphTarget): string {
  return graphUrl.replace(/\/+$/, '');
}
