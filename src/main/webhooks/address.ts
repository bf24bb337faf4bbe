import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { KeydeskError } from '../../contract/errors.ts';

/** Which addresses a receiver may be at: anywhere public, also in the organisation's own network, or on this computer alone. */
export type Reach = 'public' | 'private' | 'loopback';

/** Where a webhook goes. */
export interface Target {
  readonly url: URL;
  readonly reach: Reach;
}

/** Kinds of address (of ipaddr.js) that are an organisation's own. Never loopback: that is this computer, not a receiver. */
const OWN = ['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];

/**
 * The address of a receiver as an administrator sets it: https, or http on this computer. `privateHost` repeats its host
 * where that is in the organisation's own network.
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
  if (url.protocol === 'http:' && reach !== 'loopback') throw refused('not-https');
  if (isIP(host) !== 0 && !admits(reach, host)) throw addressRefused(host, host);
  return { url, reach };
}

/**
 * Resolves names for one reach. SECURITY: the connection is made to the very address that was looked at here, so a name that
 * changes its address in between (DNS rebinding) reaches nothing else.
 */
export function guardedLookup(reach: Reach): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 0);
      const allowed = found.filter(({ address }) => admits(reach, address));
      const [first] = allowed;
      if (first === undefined) return done(addressRefused(host, found[0]?.address ?? ''), '', 0);
      if (options.all === true) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

/** Host of an address, an IPv6 one without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Whether an address is within reach. What is neither public nor known is never. */
export function admits(reach: Reach, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in the clothes of IPv6 is taken for what it is.
  const range = ipaddr.process(address).range();
  if (reach === 'loopback') return range === 'loopback';
  return range === 'unicast' || (reach === 'private' && OWN.includes(range));
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
  return new KeydeskError('webhook-address-refused', { host, address });
}
