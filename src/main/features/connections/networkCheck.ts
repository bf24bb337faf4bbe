import type { HostCheck, NetworkReport } from '../../../contract/connections/network.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Destination } from '../../services/network/destination.ts';
import { NetworkFault, paramsOf } from '../../services/network/fault.ts';
import type { Network } from '../../services/network/network.ts';

/** Timeout for one host, in ms. */
const PATIENCE = 10_000;

/**
 * Sends each host a request that changes nothing, and returns how the host was reached. SECURITY: no token is sent.
 * @throws KeydeskError certificates-unreadable
 */
export async function checkNetwork(
  network: Network,
  destinations: readonly Destination[],
  signal?: AbortSignal,
): Promise<NetworkReport> {
  const hosts = await Promise.all(destinations.map(destination => checkHost(network, destination, signal)));
  return { ok: hosts.every(({ failure }) => failure === null), certificates: [...network.trust.sources()], hosts };
}

async function checkHost(
  network: Network,
  { purpose, url, guard, refused }: Destination,
  signal?: AbortSignal,
): Promise<HostCheck> {
  const known = { purpose, host: url.host };
  try {
    if (refused !== undefined) throw refused;
    const { proxy, source } = await network.route(url);
    const way = { ...known, proxy: proxy?.name ?? null, decidedBy: source };
    const began = performance.now();
    try {
      // Any answer shows that the host was reached.
      await network.exchange({ url: new URL('/', url), method: 'HEAD', timeout: PATIENCE, most: 0, guard, signal });
      return { ...way, ms: Math.round(performance.now() - began), failure: null };
    } catch (error) {
      return { ...way, ms: null, failure: toFailure(errorOf(error, url.host)) };
    }
  } catch (error) {
    return { ...known, proxy: null, decidedBy: null, ms: null, failure: toFailure(error) };
  }
}

function errorOf(error: unknown, host: string): unknown {
  if (!(error instanceof NetworkFault)) return error;
  if (error.cause instanceof KeydeskError) return error.cause;
  return new KeydeskError('server-unreachable', { host, ...paramsOf(error) }, { cause: error });
}
