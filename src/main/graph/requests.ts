import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client';
import type { ZodType } from 'zod';
import { KeydeskError } from '../../contract/errors.ts';
import type { Connection } from './connection.ts';
import { graphError, type Subject } from './graphErrors.ts';
import { type RetryPolicy, realRetries, waitBefore } from './retry.ts';
import type { TokenSource } from './tokens.ts';

/** Graph gives up on authentication methods after 60 s itself (graph.md, 3). */
const TIMEOUT = 60_000;

export interface GraphRequest {
  /** After the version, starting with a slash; every part already encoded. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly version?: 'v1.0' | 'beta';
  readonly signal?: AbortSignal | undefined;
  readonly subject?: Subject;
  /** What a person named, for the words of a 404. */
  readonly name?: string;
}

export interface RequestOptions {
  retries?: RetryPolicy;
  /** Longest wait for one answer, in ms. Default 60 s. */
  timeout?: number;
}

/** Sends requests to one tenant's Graph and gives validated answers. */
export interface Requests {
  /** @throws KeydeskError graph-…, user-not-found, passkey-not-found, cancelled */
  send<T>(request: GraphRequest, schema: ZodType<T>): Promise<T>;
  /** For answers without a body. */
  run(request: GraphRequest): Promise<void>;
}

/** Graph's client library with a chain of our own: token, retries, time limit, HTTP. */
export function createRequests(connection: Connection, token: TokenSource, options: RequestOptions = {}): Requests {
  const retries = options.retries ?? realRetries;
  const client = Client.initWithMiddleware({
    baseUrl: connection.graphUrl.replace(/\/$/, ''),
    middleware: httpMiddleware(options.timeout ?? TIMEOUT),
  });

  const once = async (request: GraphRequest, fresh: boolean): Promise<Response> => {
    const call = client
      .api(request.path)
      .version(request.version ?? connection.version)
      .responseType(ResponseType.RAW)
      .headers({ ...request.headers, authorization: `Bearer ${await token({ fresh, signal: request.signal })}` })
      .option('signal', request.signal);
    switch (request.method ?? 'GET') {
      case 'GET':
        return call.get();
      case 'POST':
        return call.post(request.body);
      case 'DELETE':
        return call.delete();
    }
  };

  /** One attempt after the other until an answer is final. A refused token is renewed once: 403 too, right after a consent. */
  const deliver = async (request: GraphRequest): Promise<{ response: Response; text: string }> => {
    let fresh = false;
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOf(() => once(request, fresh), request.signal);
      const response = outcome instanceof KeydeskError ? undefined : outcome.response;
      if (response !== undefined && (response.status === 401 || response.status === 403) && !fresh) {
        fresh = true;
        continue;
      }
      const wait = mayRepeat(request, response) ? waitBefore(attempt, response, retries) : undefined;
      if (wait === undefined) {
        if (outcome instanceof KeydeskError) throw outcome;
        return outcome;
      }
      await retries.sleep(wait, request.signal).catch(cause => {
        throw new KeydeskError('cancelled', {}, { cause });
      });
    }
  };

  const answer = async (request: GraphRequest): Promise<string> => {
    const { response, text } = await deliver(request);
    if (response.ok) return text;
    throw graphError(response, text, request.subject ?? 'other', request.name ?? '');
  };

  return {
    send: async (request, schema) => {
      const text = await answer(request);
      try {
        return schema.parse(JSON.parse(text));
      } catch (cause) {
        throw new KeydeskError('graph-malformed', { path: request.path.split('?')[0] ?? '' }, { cause });
      }
    },
    run: async request => {
      await answer(request);
    },
  };
}

/** The whole answer, body included: a body cut off in the middle is a network fault like any other. */
async function attemptOf(
  send: () => Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<{ response: Response; text: string } | KeydeskError> {
  try {
    const response = await send();
    return { response, text: await response.text() };
  } catch (cause) {
    if (signal?.aborted) throw new KeydeskError('cancelled', {}, { cause });
    if (cause instanceof KeydeskError) throw cause;
    return new KeydeskError(isTimeout(cause) ? 'graph-timeout' : 'graph-unreachable', {}, { cause });
  }
}

/** A POST may have taken effect when its answer was lost; only an answer that says it was not looked at makes it safe. */
function mayRepeat({ method }: GraphRequest, response: Response | undefined): boolean {
  return method !== 'POST' || response?.status === 429 || response?.status === 503;
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'TimeoutError';
}

function httpMiddleware(timeout: number): Middleware {
  return {
    execute: async (context: Context) => {
      const { signal, ...options } = context.options ?? {};
      const limits = [AbortSignal.timeout(timeout), ...(signal ? [signal] : [])];
      // SECURITY: Graph does not redirect these calls; following one could carry the token to another host.
      context.response = await fetch(context.request, {
        ...options,
        redirect: 'error',
        signal: AbortSignal.any(limits),
      });
    },
  };
}
