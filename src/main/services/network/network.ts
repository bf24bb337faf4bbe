import type { LookupFunction } from 'node:net';
import { type Agents, createAgents } from './agents.ts';
import { openTrust, type Trust } from './certificates.ts';
import { NetworkFault } from './fault.ts';
import { type ProxySources, type Route, routeTo } from './proxies.ts';
import { type HttpAnswer, type HttpRequest, send } from './send.ts';

/** Restricts the addresses that a request may reach. */
export interface AddressGuard {
  /** Requests with guards of the same name share connections. */
  readonly name: string;
  /** SECURITY: leaves out refused addresses, so that connections go only to checked addresses. */
  readonly lookup: LookupFunction;
  /** Checks a host whose name a proxy will resolve. Rejects if the host is refused. */
  checkProxied(host: string): Promise<void>;
}

export interface ExchangeRequest extends HttpRequest {
  readonly guard?: AddressGuard | undefined;
  /** PEM of one more trusted root certificate. */
  readonly extraCa?: string | undefined;
}

/**
 * Connects Keydesk to servers. All requests go through it, so proxies, certificates, limits and timeouts are the same
 * for all.
 */
export interface Network {
  /**
   * Sends one request.
   * @throws NetworkFault; KeydeskError proxy-unusable, certificates-unreadable; errors of the guard
   */
  exchange(request: ExchangeRequest): Promise<HttpAnswer>;
  /** Returns the route to an address. @throws KeydeskError proxy-unusable */
  route(url: URL): Promise<Route>;
  readonly trust: Pick<Trust, 'sources' | 'roots'>;
  /** Ends all exchanges and connections. */
  close(): void;
}

/** @param sources Where proxies and certificates are configured; the default of `env` is this process's environment */
export function openNetwork({ env = process.env, resolveSystem }: Partial<ProxySources> = {}): Network {
  const trust = openTrust(env);
  const closed = new AbortController();
  const pools = new Map<string, Agents>();
  const route = (url: URL) => routeTo(url, { env, resolveSystem });

  const connectionsFor = ({ url, guard, extraCa }: ExchangeRequest, { proxy }: Route): Agents => {
    const secure = url.protocol === 'https:';
    // SECURITY: only requests with the same guard and the same trust share connections, because both are checked when a
    // connection is established.
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
      // Reading the root certificates for the first time does not count toward the server's timeout.
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

/** Returns the network for callers that got none, by the environment of this process. */
export function sharedNetwork(): Network {
  shared ??= openNetwork();
  return shared;
}

/**
 * Adds a timeout: slow proxy settings of the system or a slow name server must not delay an exchange beyond its
 * deadline.
 * @throws NetworkFault
 */
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
