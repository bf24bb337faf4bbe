import { KeydeskError } from '../../../contract/errors/errors.ts';
import { retryAfter } from '../../services/graph/retry.ts';
import { NetworkFault, paramsOf } from '../../services/network/fault.ts';
import { type Network, sharedNetwork } from '../../services/network/network.ts';
import { guardOf, hostOf, type Target } from './address.ts';

/** The answer of a receiver. `retryAfter` is in ms, if the receiver sent it. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: number | undefined;
}

/** Sends messages to receivers. Reuses connections. */
export interface Poster {
  /** Sends a message. @throws KeydeskError webhook-unreachable, webhook-timeout, webhook-certificate, webhook-address-refused, cancelled */
  post(target: Target, headers: Record<string, string>, body: string, signal?: AbortSignal): Promise<Answer>;
}

export interface PosterOptions {
  /** Timeout in ms, from the DNS lookup until all headers of the answer have arrived. */
  timeout?: number;
  /** The network to use. Default: as configured by the environment of this process. */
  network?: Network;
}

/** A receiver should answer at once and do its work afterwards. The scheme recommends 15 to 30 s. */
const TIMEOUT = 15_000;

/**
 * Creates a poster. SECURITY: only the status counts. All headers must arrive in time, because Node does not return a part of them. The
 * body is not read. So a receiver cannot block a delivery by sending its answer slowly.
 * The network never follows a redirect and trusts only certificates that this computer trusts.
 */
export function createPoster({ timeout = TIMEOUT, network = sharedNetwork() }: PosterOptions = {}): Poster {
  return {
    post: async ({ url, reach }, headers, body, signal) => {
      const host = hostOf(url);
      try {
        const guard = guardOf(reach);
        const answer = await network.exchange({ url, method: 'POST', headers, body, signal, timeout, most: 0, guard });
        return {
          status: answer.status,
          retryAfter: retryAfter(answer.headers.get('retry-after'), Date.now()),
        };
      } catch (error) {
        throw errorOf(error, host, timeout);
      }
    },
  };
}

function errorOf(error: unknown, host: string, timeout: number): unknown {
  if (!(error instanceof NetworkFault)) return error;
  const { cause } = error;
  if (cause instanceof KeydeskError) return cause;
  switch (error.kind) {
    case 'cancelled':
      return new KeydeskError('cancelled');
    case 'timeout':
      return new KeydeskError('webhook-timeout', { host, seconds: timeout / 1000 });
    case 'untrusted':
      return new KeydeskError('webhook-certificate', { host }, { cause: error });
    default:
      return new KeydeskError('webhook-unreachable', { host, ...paramsOf(error) }, { cause: error });
  }
}
