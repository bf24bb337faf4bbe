import { KeydeskError } from '../../../contract/errors/errors.ts';

/** How to reach one tenant. `graphUrl` is the root before `/v1.0` and `/beta`; an unknown tenant has an empty id. */
export interface GraphTarget {
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly version: 'v1.0' | 'beta';
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether an address is this computer itself. False for what is no address. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}

/**
 * SECURITY: tokens and registrations travel over https only; plain http is for a simulator on this computer.
 * @throws KeydeskError connection-insecure
 */
export function checkGraphTarget({ graphUrl }: GraphTarget): void {
  const protocol = URL.canParse(graphUrl) ? new URL(graphUrl).protocol : undefined;
  const safe = protocol === 'https:' || (protocol === 'http:' && isLoopback(graphUrl));
  if (!safe) throw new KeydeskError('connection-insecure', { url: graphUrl });
}

/** The connection's root without a slash at its end. */
export function rootOf({ graphUrl }: GraphTarget): string {
  return graphUrl.replace(/\/+$/, '');
}
