import type { LookupFunction } from 'node:net';
import { type Agents, createAgents } from './agents.ts';
import { openTrust, type Trust } from './certificates.ts';
import { NetworkFault } from './fault.ts';
import { type ProxySources, type Route, routeTo } from './proxies.ts';
import { type HttpAnswer, type HttpRequest, send } from './send.ts';

/** Which addresses a request may reach. */
export interface AddressGuard {
  /** Connections are shared among requests with guards of one name. */
  readonly name: string;
  /** SECURITY: leaves out refused addresses, so that the connection is made to an address that was looked at. */
  readonly lookup: LookupFunction;
  /** Judges a host whose name a proxy will resolve. Rejects where it is refused. */
  checkProxied(host: string): Promise<void>;
}

export interface ExchangeRequest extends HttpRequest {
  readonly guard?: AddressGuard | undefined;
  /** PEM of one more root certificate to trust. */
  readonly extraCa?: string | undefined;
}

/** The one way from Keydesk to servers: proxies, certificates, limits and deadlines are the same for all of them. */
export interface Network {
  /** Sends one request. @throws NetworkFault; KeydeskError proxy-unusable, certificates-unreadable, and what the guard throws */
  exchange(request: ExchangeRequest): Promise<HttpAnswer>;
  /** How an address is reached. @throws KeydeskError proxy-unusable */
  route(url: URL): Promise<Route>;
  readonly trust: Pick<Trust, 'sources'>;
  /** Ends every exchange and connection. */
  close(): void;
}

/** @param sources where proxies and certificates are named; `env` is this process's without */
export function openNetwork({ env = process.env, resolveSystem }: Partial<ProxySources> = {}): Network {
  const trust = openTrust(env);
  const closed = new AbortController();
  const pools = new Map<string, Agents>();
  const route = (url: URL) => routeTo(url, { env, resolveSystem });

  const connectionsFor = ({ url, guard, extraCa }: ExchangeRequest, { proxy }: Route): Agents => {
    const secure = url.protocol === 'https:';
    // SECURITY: connections are shared only among requests with one guard and one trust: both are looked at when they are made.
    const name = JSON.stringify([secure, proxy?.name, guard?.name, extraCa]);
    const known = pools.get(name);
    if (known !== undefined) return known;
    const secureContext = secure || proxy?.secure === true ? trust.context(extraCa) : undefined;
    const made = createAgents(secure, { proxy, secureContext, lookup: guard?.lookup });
    pools.set(name, made);
    return made;
  };

  const wayOf = async ({ url, guard }: ExchangeRequest): Promise<Route> => {
    const way = await route(url);
    if (way.proxy !== null) await guard?.checkProxied(url.hostname);
    return way;
  };

  return {
    route,
    trust,
    exchange: async request => {
      const { timeout } = request;
      const signal = request.signal === undefined ? closed.signal : AbortSignal.any([request.signal, closed.signal]);
      const began = performance.now();
      const way = await inTime(wayOf(request), timeout, signal);
      const left = Math.max(1, timeout - (performance.now() - began));
      // Reading the root certificates for the first time is no fault of the server.
      const { agent } = connectionsFor(request, way);
      return send({ ...request, signal, timeout: left }, agent);
    },
    close: () => {
      closed.abort();
      for (const pool of pools.values()) pool.end();
    },
  };
}

let shared: Network | undefined;

/** Returns the network of a part that was given none, by the environment of this process. */
export function sharedNetwork(): Network {
  shared ??= openNetwork();
  return shared;
}

/** Neither the system's proxy settings nor a name server may hold an exchange beyond its deadline. @throws NetworkFault */
async function inTime<T>(work: Promise<T>, timeout: number, signal: AbortSignal): Promise<T> {
  const end = Promise.withResolvers<never>();
  const onAbort = () => end.reject(new NetworkFault('cancelled'));
  const timer = setTimeout(() => end.reject(new NetworkFault('timeout')), timeout);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, end.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
