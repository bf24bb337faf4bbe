import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { ZodType } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isTooLarge } from '../network/fault.ts';
import { parseJson } from '../network/json.ts';
import { type Network, sharedNetwork } from '../network/network.ts';
import { graphError, type RequestSubject } from './graphErrors.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { carriedError, graphMiddleware } from './middleware.ts';
import { type RetryPolicy, realRetries } from './retry.ts';
import { createServerClock, type ServerClock } from './serverClock.ts';
import type { TokenSource } from './tokens.ts';

/** Graph's own timeout for authentication methods is 60 s (graph.md, 3). */
const TIMEOUT = 60_000;

interface GraphRequest {
  /** The path without the version. Starts with a slash, and is already encoded. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the version of the connection. */
  readonly version?: GraphTarget['version'];
  readonly signal?: AbortSignal | undefined;
  /** The object that a 404 is about; `user` is the text that a person entered. */
  readonly subject?: RequestSubject;
  readonly user?: string;
}

export interface RequestOptions {
  /** The network to use. Default: by the environment of this process. */
  network?: Network | undefined;
  retries?: RetryPolicy;
  /** Timeout for one response, in ms. Default 60 s. */
  timeout?: number;
  serverClock?: ServerClock;
  /** How long a list of passkeys waits for the times of last use, in ms. */
  usesGrace?: number;
  /** The caller itself waits as Graph requests, so its requests are not delayed here. */
  ownPace?: boolean;
}

/** Sends requests to one tenant's Graph, and returns validated responses. */
export interface Requests {
  /** @throws KeydeskError graph-…, challenge-expired, …-refused, user-not-found, passkey-not-found, cancelled */
  send<T>(request: GraphRequest, schema: ZodType<T>): Promise<T>;
  /** Sends a request whose response has no body. */
  run(request: GraphRequest): Promise<void>;
}

/** Creates Graph's client library with Keydesk's own middleware. */
export function createRequests(target: GraphTarget, token: TokenSource, options: RequestOptions = {}): Requests {
  const retries = options.retries ?? realRetries;
  const client = Client.initWithMiddleware({
    baseUrl: rootOf(target),
    middleware: graphMiddleware({
      target,
      network: options.network ?? sharedNetwork(),
      token,
      retries,
      timeout: options.timeout ?? TIMEOUT,
      serverClock: options.serverClock ?? createServerClock(),
      ownPace: options.ownPace ?? false,
    }),
  });

  return {
    send: async (request, schema) => parsed(request.path, await answer(client, target, request), schema),
    run: async request => {
      await answer(client, target, request);
    },
  };
}

async function answer(client: Client, target: GraphTarget, request: GraphRequest): Promise<string> {
  let response: Response;
  try {
    request.signal?.throwIfAborted();
    response = await transmit(client, target, request);
  } catch (thrown) {
    const error = carriedError(thrown);
    if (error instanceof KeydeskError) throw error;
    throw new KeydeskError(request.signal?.aborted ? 'cancelled' : 'internal', {}, { cause: error });
  }
  const text = await response.text();
  if (response.ok) return text;
  throw graphError(response, text, { subject: request.subject ?? 'other', user: request.user, path: request.path });
}

async function transmit(client: Client, target: GraphTarget, request: GraphRequest): Promise<Response> {
  const call = client
    // SECURITY: the library uses the host of any https:// that it finds in a path.
    .api(request.path.replaceAll('://', ':%2F%2F'))
    .version(request.version ?? target.version)
    .responseType(ResponseType.RAW)
    .headers({ ...request.headers })
    .option('signal', request.signal);
  switch (request.method ?? 'GET') {
    case 'GET':
      return call.get();
    case 'POST':
      return call.post(request.body);
    case 'DELETE':
      return call.delete();
  }
}

function parsed<T>(pathAndQuery: string, text: string, schema: ZodType<T>): T {
  const path = pathAndQuery.split('?')[0] ?? '';
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    if (!isTooLarge(cause)) throw new KeydeskError('graph-malformed', { path }, { cause });
    throw new KeydeskError('graph-too-large', { what: cause.reason, path }, { cause });
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  // A JSON response comes from Graph itself, and not from a proxy's page.
  throw new KeydeskError('graph-malformed', { path, form: 'unknown' }, { cause: read.error });
}
