import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { KeydeskError } from '../../contract/errors.ts';
import { retryAfter } from '../graph/retry.ts';
import { guardedLookup, hostOf, type Reach, type Target } from './address.ts';

/** How a receiver answered. `retryAfter` is in ms, where it said so. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: number | undefined;
}

/** Sends messages to receivers over connections that are kept for the next one. */
export interface Poster {
  /** @throws KeydeskError webhook-unreachable, webhook-timeout, webhook-certificate, webhook-address-refused, cancelled */
  post(target: Target, headers: Record<string, string>, body: string, signal?: AbortSignal): Promise<Answer>;
  close(): void;
}

export interface PosterOptions {
  /** Until the head of the answer is there, in ms. */
  timeout?: number;
}

/** A receiver should answer at once and work afterwards; the scheme recommends 15 to 30 s. */
const TIMEOUT = 15_000;
/** What a receiver says is not needed; more than this is not even read, in bytes. */
const MAX_BODY = 64 * 1024;
const BODY_TIMEOUT = 5000;

/** One error code of OpenSSL or Node names what is wrong with a certificate. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|SIGNATURE|CRL|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH/;

export function createPoster({ timeout = TIMEOUT }: PosterOptions = {}): Poster {
  const agents = new Map<string, HttpAgent>();
  // SECURITY: connections are shared only among receivers of the same reach, since they are looked at when they are made.
  const agentFor = (secure: boolean, reach: Reach): HttpAgent => {
    const name = `${secure} ${reach}`;
    const options = { keepAlive: true, maxSockets: 16, lookup: guardedLookup(reach) };
    const agent = agents.get(name) ?? (secure ? new HttpsAgent(options) : new HttpAgent(options));
    agents.set(name, agent);
    return agent;
  };

  return {
    post: ({ url, reach }, headers, body, signal) => {
      const secure = url.protocol === 'https:';
      const patience = AbortSignal.timeout(timeout);
      const host = hostOf(url);
      const stop = signal === undefined ? patience : AbortSignal.any([signal, patience]);
      return new Promise<Answer>((resolve, reject) => {
        // SECURITY: neither request() follows a redirect, nor trusts a certificate that this computer does not.
        const request = (secure ? requestHttps : requestHttp)(url, {
          method: 'POST',
          agent: agentFor(secure, reach),
          headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
          signal: stop,
        });
        request.once('response', response => {
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: retryAfter(response.headers['retry-after'] ?? null, Date.now()),
          });
          discard(response);
        });
        request.on('error', error => {
          if (signal?.aborted) reject(new KeydeskError('cancelled'));
          else if (patience.aborted) reject(new KeydeskError('webhook-timeout', { host, seconds: timeout / 1000 }));
          else reject(connectionError(error, host));
        });
        request.end(body);
      });
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Lets the connection be used again after a short answer. SECURITY: ends it where the answer is long, or never ends. */
function discard(response: IncomingMessage): void {
  let length = 0;
  const tooLong = setTimeout(() => response.destroy(), BODY_TIMEOUT).unref();
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_BODY) response.destroy();
  });
  response.on('error', () => undefined);
  response.on('close', () => clearTimeout(tooLong));
}

function connectionError(error: Error, host: string): KeydeskError {
  if (error instanceof KeydeskError) return error;
  const code = 'code' in error ? String(error.code) : '';
  return new KeydeskError(
    CERTIFICATE.test(code) ? 'webhook-certificate' : 'webhook-unreachable',
    { host },
    { cause: error },
  );
}
