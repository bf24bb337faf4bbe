import { KeydeskError } from '../../../contract/errors/errors.ts';
import { retryAfter } from '../../services/graph/retry.ts';
import { NetworkFault, paramsOf } from '../../services/network/fault.ts';
import { type Network, sharedNetwork } from '../../services/network/network.ts';
import { guardOf, hostOf, type Target } from './address.ts';

/** How a receiver answered. `retryAfter` is in ms, where it said so. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: number | undefined;
}

/** Sends messages to receivers over connections that are kept for the next one. */
export interface Poster {
  /** @throws KeydeskError webhook-unreachable, webhook-timeout, webhook-certificate, webhook-address-refused, cancelled */
  post(target: Target, headers: Record<string, string>, body: string, signal?: AbortSignal): Promise<Answer>;
}

export interface PosterOptions {
  /** From looking the name up until the head of the answer is there, in ms. */
  timeout?: number;
  /** The way to receivers. Default: by the environment of this process. */
  network?: Network;
}

/** A receiver should answer at once and work afterwards; the scheme recommends 15 to 30 s. */
const TIMEOUT = 15_000;

/**
 * SECURITY: the status decides. The whole head has to arrive in time, since Node gives no part of it; the body is not read. So a receiver
 * cannot hold a delivery by how it sends or ends its answer.
 * The network never follows a redirect, nor trusts a certificate that this computer does not.
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
