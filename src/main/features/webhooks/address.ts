import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP } from 'node:net';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { AddressGuard } from '../../services/network/network.ts';
import { kindOf } from './addressKind.ts';

/** Where a receiver may be: at any public address, also in the organization's own network, or only on this computer. */
export type Reach = 'public' | 'private' | 'loopback';

/** Resolves a host name, as `dns.lookup` does. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** The target of a webhook. */
export interface Target {
  readonly url: URL;
  readonly reach: Reach;
}

/**
 * SECURITY: host names at which cloud providers give credentials to any program on a machine. The address is checked too, but if a proxy
 * resolves the name, only the name can be checked.
 */
const METADATA_NAMES = [
  'metadata.google.internal',
  'metadata.goog',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
];

/**
 * Parses the address of a receiver: https, or http on this computer. `privateHost` repeats the host if it is in the organization's own
 * network.
 * @throws KeydeskError webhook-url-refused, webhook-address-refused
 */
export function parseTarget(text: string, privateHost?: string | null): Target {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !['http:', 'https:'].includes(url.protocol)) throw refused('not-a-url');
  // SECURITY: credentials in the address would be sent, shown and stored in plain text.
  if (url.username !== '' || url.password !== '') throw refused('credentials');
  url.hash = '';
  const host = hostOf(url);
  const reach = reachOf(host, privateHost);
  if (METADATA_NAMES.includes(host.toLowerCase().replace(/\.$/, ''))) throw addressRefused(host, host);
  if (url.protocol === 'http:' && reach !== 'loopback') throw refused('not-https');
  if (isIP(host) !== 0 && !admits(reach, host)) throw addressRefused(host, host);
  return { url, reach };
}

/** Returns a guard that resolves names and checks their addresses for one reach. @param resolve resolves host names */
export function guardOf(reach: Reach, resolve: Resolve = lookup): AddressGuard {
  return {
    name: reach,
    // SECURITY: Node connects only to addresses that were checked here. A name whose address changes in between (DNS rebinding) reaches
    // nothing else.
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
    // SECURITY: a proxy resolves the name again and may use any of its addresses, so all of them must be allowed. If only the proxy can
    // resolve the name, the proxy decides, because an organization configures there what may be reached.
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

/** Returns the host of an address, an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Returns whether an address is within a reach. */
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
