import { type Context, GraphClientError, type Middleware } from '@microsoft/microsoft-graph-client';
import { KeydeskError } from '../../contract/errors.ts';
import { correlationId, noteRequestId } from '../correlation.ts';
import { claimsChallenge } from './claimsChallenge.ts';
import { type Connection, rootOf } from './connection.ts';
import { isAcceptable, pause, type RetryPolicy, waitBefore, waitToldBy } from './retry.ts';
import type { ServerClock } from './serverClock.ts';
import { createThrottleGate, type ThrottleGate } from './throttleGate.ts';
import type { TokenSource } from './tokens.ts';

export interface MiddlewareParts {
  connection: Connection;
  token: TokenSource;
  retries: RetryPolicy;
  /** Longest wait for one whole answer, in ms. */
  timeout: number;
  /** The caller keeps to what Graph asks for by itself: no request is held back for an earlier answer. */
  ownPace: boolean;
  /** Learns the server's time from every answer. */
  serverClock: ServerClock;
}

/** The way of a request through Graph's client library, outermost first. */
export function graphMiddleware(parts: MiddlewareParts): Middleware[] {
  const { connection, token } = parts;
  return [carryErrors(), retry(parts), authenticate(connection, token), http(parts)];
}

type Next = (context: Context) => Promise<void>;

function link(execute: (context: Context, next: Next) => Promise<void>): Middleware {
  let following: Middleware | undefined;
  return {
    execute: context => execute(context, async passed => following?.execute(passed)),
    setNext: middleware => {
      following = middleware;
    },
  };
}

/** The library rewrites every error but its own and drops the cause, so ours travel inside one of its own. */
function carryErrors(): Middleware {
  return link(async (context, next) => {
    try {
      await next(context);
    } catch (error) {
      const carrier = new GraphClientError('see customError');
      carrier.customError = error;
      throw carrier;
    }
  });
}

/** The error that `carryErrors` sent, or whatever else was thrown. */
export function carriedError(thrown: unknown): unknown {
  return thrown instanceof GraphClientError && thrown.customError !== undefined ? thrown.customError : thrown;
}

/**
 * Repeats requests whose trouble may pass by itself: throttling, Graph's own faults, faults of the network (graph.md, 7). A
 * POST is repeated only where it cannot have arrived. Whether and when to repeat any other POST is the caller's decision: it
 * knows how long the challenge lives, and looks first whether the POST took effect.
 */
function retry({ retries, ownPace }: MiddlewareParts): Middleware {
  const gate = createThrottleGate();
  return link(async (context, next) => {
    const signal = context.options?.signal ?? undefined;
    const repeatable = context.options?.method !== 'POST';
    const address = addressOf(context);
    if (repeatable && !ownPace) await waitForTurn(gate, address, retries, signal);
    let mayBeDone = false;
    for (let attempt = 1; ; attempt++) {
      const failure = await failureOf(() => next(context));
      // An earlier attempt whose answer was lost did it: then there is nothing left to delete, which is what was wanted.
      if (mayBeDone && failure === undefined && context.response?.status === 404) {
        context.response = new Response(null, { status: 204 });
      }
      mayBeDone ||= context.options?.method === 'DELETE' && mayHaveTakenEffect(failure, context.response);
      const response = failure === undefined ? context.response : undefined;
      const again = failure === undefined ? isBusy(response, repeatable) : isPassing(failure, repeatable);
      const told = response === undefined ? undefined : waitToldBy(response.headers, retries.clock());
      if (told !== undefined) gate.close(address, retries.clock() + told);
      const wait = again ? waitBefore(attempt, response, retries) : undefined;
      if (wait !== undefined) {
        await pause(wait, retries, signal);
        gate.open(address);
        continue;
      }
      if (failure !== undefined) throw failure;
      return;
    }
  });
}

/** Waits where another request was told to, or gives up where that is longer than anybody waits. @throws KeydeskError graph-throttled, cancelled */
async function waitForTurn(
  gate: ThrottleGate,
  address: string,
  retries: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<void> {
  const left = gate.left(address, retries.clock());
  if (left === 0) return;
  if (!isAcceptable(left)) throw new KeydeskError('graph-throttled', { retryAfter: Math.ceil(left / 1000) });
  await pause(left, retries, signal);
  gate.open(address);
}

function addressOf({ request }: Context): string {
  return typeof request === 'string' ? request : request.url;
}

async function failureOf(act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  }
}

function isBusy(response: Response | undefined, repeatable: boolean): boolean {
  return repeatable && response !== undefined && (response.status === 429 || response.status >= 500);
}

function mayHaveTakenEffect(failure: unknown, response: Response | undefined): boolean {
  if (failure instanceof KeydeskError) return failure.params.mayHaveArrived === true;
  return (response?.status ?? 0) >= 500;
}

/** A timeout is not repeated: whoever waited a minute is told, not kept waiting for three more. */
function isPassing(failure: unknown, repeatable: boolean): boolean {
  if (!(failure instanceof KeydeskError) || failure.code !== 'graph-unreachable') return false;
  return repeatable || failure.params.mayHaveArrived === false;
}

/**
 * Adds the bearer token. A refused one is renewed once, with the claims that the answer demands; also on 403, because a
 * permission granted a moment ago shows only in a new token (graph.md, 4).
 */
function authenticate(connection: Connection, token: TokenSource): Middleware {
  const { origin } = new URL(rootOf(connection));
  return link(async (context, next) => {
    // SECURITY: the token goes to the connection's own host, whatever the library made of the path.
    if (URL.parse(addressOf(context))?.origin !== origin)
      throw new KeydeskError('graph-malformed', { path: 'address' });
    const signal = context.options?.signal ?? undefined;
    let claims: string | undefined;
    for (const fresh of [false, true]) {
      const headers = new Headers(context.options?.headers);
      headers.set('authorization', `Bearer ${await token({ fresh, signal, claims })}`);
      const correlation = correlationId();
      if (correlation !== undefined) headers.set('client-request-id', correlation);
      context.options = { ...context.options, headers };
      await next(context);
      if (context.response?.status !== 401 && context.response?.status !== 403) return;
      claims = claimsChallenge(context.response.headers);
    }
  });
}

/** Node refuses a connection with one of these before a byte of the request is sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** One request and its whole answer: a body that breaks off is a fault of the network like any other. */
function http({ timeout, serverClock }: MiddlewareParts): Middleware {
  return link(async context => {
    const { signal, ...options } = context.options ?? {};
    const limit = AbortSignal.timeout(timeout);
    const sentAt = Date.now();
    try {
      const response = await fetch(context.request, {
        ...options,
        // SECURITY: a redirect is an answer like any other and never followed; it could take the token to another host.
        redirect: 'manual',
        signal: AbortSignal.any(signal ? [limit, signal] : [limit]),
      });
      const { status, headers } = response;
      serverClock.learn(headers, sentAt);
      noteRequestId(headers.get('request-id'));
      const body = await response.arrayBuffer();
      context.response = new Response(body.byteLength === 0 ? null : body, { status, headers });
    } catch (cause) {
      if (signal?.aborted) throw new KeydeskError('cancelled', {}, { cause });
      if (limit.aborted) throw new KeydeskError('graph-timeout', { mayHaveArrived: true }, { cause });
      throw new KeydeskError('graph-unreachable', { mayHaveArrived: !NOT_SENT.has(systemCode(cause)) }, { cause });
    }
  });
}

/** fetch hides the system's error code in the cause of its own error. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
}
