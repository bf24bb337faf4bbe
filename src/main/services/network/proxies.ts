import ipaddr from 'ipaddr.js';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** A proxy with CONNECT (RFC 9110, 9.3.6). */
export interface ProxyServer {
  /** Whether the connection to the proxy itself is TLS. */
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** `host:port`, as it is shown to people. */
  readonly name: string;
  /**
   * Returns the value of Proxy-Authorization. SECURITY: a function, so that no log or error that prints the proxy
   * prints a password.
   */
  authorization(): string | undefined;
}

/** The route to an address, and the setting that chose it. */
export interface Route {
  readonly proxy: ProxyServer | null;
  readonly source: 'this-computer' | 'no-proxy' | 'environment' | 'system' | 'none';
}

/** @param resolveSystem Returns the format of Chromium's `resolveProxy`: "PROXY host:port; DIRECT" */
export interface ProxySources {
  readonly env: NodeJS.ProcessEnv;
  readonly resolveSystem?: ((url: string) => Promise<string>) | undefined;
}

/**
 * Returns the route to an address. The environment takes precedence over the system's settings, because it is set for
 * this program. SECURITY: an address of this computer never goes through a proxy, and neither does a request without
 * TLS.
 * @throws KeydeskError proxy-unusable
 */
export async function routeTo(url: URL, { env, resolveSystem }: ProxySources): Promise<Route> {
  if (isThisComputer(url.hostname)) return { proxy: null, source: 'this-computer' };
  if (url.protocol !== 'https:') return { proxy: null, source: 'none' };
  const named = variable(env, 'HTTPS_PROXY');
  if (named !== undefined) {
    if (isExcepted(url, variable(env, 'NO_PROXY')?.value ?? '')) return { proxy: null, source: 'no-proxy' };
    return { proxy: parseProxy(named.value, named.name), source: 'environment' };
  }
  if (resolveSystem === undefined) return { proxy: null, source: 'none' };
  const proxy = firstOfSystem(await resolveSystem(url.href));
  return { proxy, source: 'system' };
}

/** Lower case takes precedence, as in curl and in Node. */
function variable(env: NodeJS.ProcessEnv, name: string): { name: string; value: string } | undefined {
  for (const spelled of [name.toLowerCase(), name]) {
    const value = env[spelled]?.trim();
    if (value !== undefined && value !== '') return { name: spelled, value };
  }
  return undefined;
}

/**
 * Parses the address of a proxy. `http://` is optional, as in curl. SECURITY: the error does not quote the value, which
 * may contain a password.
 */
function parseProxy(text: string, from: string): ProxyServer {
  const address = text.includes('://') ? text : `http://${text}`;
  // An unescaped / ? or # in a password ends the host, so the user name would be used as the proxy.
  if (/:\/\/.*[/?#].*@/.test(address)) throw new KeydeskError('proxy-unusable', { from, rule: 'not-encoded' });
  const url = URL.parse(address);
  if (url === null || url.hostname === '') throw new KeydeskError('proxy-unusable', { from });
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new KeydeskError('proxy-unusable', { from, scheme: url.protocol.slice(0, -1) });
  }
  const [username, password] = [decode(url.username), decode(url.password)];
  // RFC 7617, 2: the first colon ends the user name.
  if (username.includes(':')) throw new KeydeskError('proxy-unusable', { from, rule: 'user-colon' });
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const credentials =
    username.length + password.length === 0 ? undefined : Buffer.concat([username, Buffer.from(':'), password]);
  return {
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    name: `${url.hostname}:${port}`,
    authorization: () => credentials && `Basic ${credentials.toString('base64')}`,
  };
}

/**
 * Returns the bytes of a part of a URL, which is ASCII. A percent sign without two hex digits stays a percent sign, as
 * in curl. The rest is decoded.
 */
function decode(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Returns the first entry that Keydesk supports. The schemes are those of proxy auto-configuration files. */
function firstOfSystem(list: string): ProxyServer | null {
  const entries = list
    .split(';')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
  for (const entry of entries) {
    const [kind = '', address = ''] = entry.split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return null;
    if (['PROXY', 'HTTP'].includes(kind.toUpperCase())) return parseProxy(`http://${address}`, 'system');
    if (kind.toUpperCase() === 'HTTPS') return parseProxy(`https://${address}`, 'system');
  }
  if (entries.length === 0) return null;
  throw new KeydeskError('proxy-unusable', {
    from: 'system',
    scheme: entries[0]?.split(/\s+/)[0]?.toLowerCase() ?? '',
  });
}

/** Returns whether a host is this computer. */
export function isThisComputer(hostname: string): boolean {
  const host = bare(hostname);
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}

/**
 * Returns whether NO_PROXY contains a host: `*`, a name with all names below it (with or without a dot or `*.` before
 * it), an address, or a range of addresses (CIDR). Each may have a port.
 */
function isExcepted(url: URL, list: string): boolean {
  const host = bare(url.hostname);
  const port = url.port || '443';
  return list
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      if (entry === '*') return true;
      const [, named = entry, onPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      if (onPort !== undefined && onPort !== port) return false;
      return isNamed(host, bare(named));
    });
}

function isNamed(host: string, named: string): boolean {
  if (ipaddr.isValid(host)) {
    const address = ipaddr.process(host);
    if (ipaddr.isValid(named)) return ipaddr.process(named).toNormalizedString() === address.toNormalizedString();
    if (!ipaddr.isValidCIDR(named)) return false;
    const [range, bits] = ipaddr.parseCIDR(named);
    return range.kind() === address.kind() && address.match(range, bits);
  }
  const name = named.replace(/^\*?\.*/, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

/**
 * Returns a host in the form for comparisons: lower case, without brackets and without the final dot of a fully
 * qualified name.
 */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
