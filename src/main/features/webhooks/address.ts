import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP } from 'node:net';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { AddressGuard } from '../../services/network/network.ts';
import { kindOf } from './addressKind.ts';

/** Which addresses a receiver may be at: anywhere public, also in the organization's own network, or on this computer alone. */
export type Reach = 'public' | 'private' | 'loopback';

/** Looks a name up, as `dns.lookup` does. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** Where a webhook goes. */
export interface Target {
  readonly url: URL;
  readonly reach: Reach;
}

/**
 * SECURITY: names under which cloud providers serve credentials to any program on a machine. The address is checked too; the name counts
 * where a proxy resolves it.
 */
const METADATA_NAMES = [
  'metadata.google.internal',
  'metadata.goog',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
];

/**
 * The address of a receiver as an administrator sets it: https, or http on this computer. `privateHost` repeats its host
 * where that is in the organization's own network.
 * @throws KeydeskError webhook-url-refused, webhook-address-refused
 */
export function parseTarget(text: string, privateHost?: string | null): Target {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !['http:', 'https:'].includes(url.protocol)) throw refused('not-a-url');
  // SECURITY: what stands there would be sent, shown and kept in the clear.
  if (url.username !== '' || url.password !== '') throw refused('credentials');
  url.hash = '';
  const host = hostOf(url);
  const reach = reachOf(host, privateHost);
  if (METADATA_NAMES.includes(host.toLowerCase().replace(/\.$/, ''))) throw addressRefused(host, host);
  if (url.protocol === 'http:' && reach !== 'loopback') throw refused('not-https');
  if (isIP(host) !== 0 && !admits(reach, host)) throw addressRefused(host, host);
  return { url, reach };
}

/** Looks up names and judges addresses for one reach. @param resolve what looks names up */
export function guardOf(reach: Reach, resolve: Resolve = lookup): AddressGuard {
  return {
    name: reach,
    // SECURITY: the connection is made to an address that was looked at here, and every other one that Node tries was too, so a
    // name that changes its address in between (DNS rebinding) reaches nothing else.
    lookup: (host, options, done) => {
      resolve(host, { ...options, all: true }, (error, found) => {
        if (error !== null) return done(error, '', 0);
        const allowed = found.filter(({ address }) => admits(reach, address));
        const [first] = allowed;
        if (first === undefined) return done(addressRefused(host, found[0]?.address ?? ''), '', 0);
        if (options.all === true) done(null, allowed);
        else done(null, first.address, first.family);
      });
    },
    // SECURITY: a proxy resolves the name again and may choose any of its addresses, so all of them must be within reach. A name that
    // only the proxy can resolve is left to the proxy, which is where an organization decides what may be reached.
    checkProxied: host =>
      new Promise((done, refuse) => {
        resolve(host, { all: true }, (error, found) => {
          const outside = error === null ? found.find(({ address }) => !admits(reach, address)) : undefined;
          if (outside === undefined) done();
          else refuse(addressRefused(host, outside.address));
        });
      }),
  };
}

/** Host of an address, an IPv6 one without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Whether an address is within reach. */
export function admits(reach: Reach, address: string): boolean {
  const kind = kindOf(address);
  if (reach === 'loopback') return kind === 'loopback';
  return kind === 'public' || (reach === 'private' && kind === 'own');
}

function reachOf(host: string, privateHost: string | null | undefined): Reach {
  if (host === 'localhost' || admits('loopback', host)) return 'loopback';
  if (privateHost === null || privateHost === undefined) return 'public';
  if (privateHost.toLowerCase().replace(/^\[|\]$/g, '') !== host) throw refused('private-host');
  return 'private';
}

function refused(rule: string): KeydeskError {
  return new KeydeskError('webhook-url-refused', { rule });
}

function addressRefused(host: string, address: string): KeydeskError {
  const kind = METADATA_NAMES.includes(address) ? 'metadata' : kindOf(address);
  return new KeydeskError('webhook-address-refused', { host, address, kind });
}
