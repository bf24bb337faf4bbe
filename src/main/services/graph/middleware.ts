import { type Context, GraphClientError, type Middleware } from '@microsoft/microsoft-graph-client';
import type { WaitReason } from '../../../contract/enrollment/waits.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { correlationId, noteRequestId } from '../../base/correlation.ts';
import { NetworkFault, paramsOf, sizeOf } from '../network/fault.ts';
import type { Network } from '../network/network.ts';
import type { HttpAnswer } from '../network/send.ts';
import { claimsChallenge } from './claimsChallenge.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { isAcceptable, pause, type RetryPolicy, waitBefore, waitToldBy } from './retry.ts';
import type { ServerClock } from './serverClock.ts';
import { createThrottleGate, type ThrottleGate } from './throttleGate.ts';
import type { TokenSource } from './tokens.ts';
import { waitReasonOf } from './waits.ts';

export interface MiddlewareParts {
  target: GraphTarget;
  network: Network;
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
  const { target, token } = parts;
  return [carryErrors(), retry(parts), authenticate(target, token), http(parts)];
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
      if (told !== undefined) gate.close(address, retries.clock() + told, reasonOf(failure, response));
      const wait = again ? waitBefore(attempt, response, retries) : undefined;
      if (wait !== undefined) {
        await pause({ ms: wait, reason: reasonOf(failure, response) }, retries, signal);
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
  await pause({ ms: left, reason: gate.reason(address) }, retries, signal);
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

function reasonOf(failure: unknown, response: Response | undefined): WaitReason {
  if (failure !== undefined) return waitReasonOf(failure);
  return response?.status === 429 ? 'throttled' : 'unavailable';
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
function authenticate(target: GraphTarget, token: TokenSource): Middleware {
  const { origin } = new URL(rootOf(target));
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

/** SECURITY: the largest pages are a few MB of JSON; more than this is not read. In bytes, decompressed. */
const MOST = 16 * 1024 * 1024;

/** One request and its whole answer: a body that breaks off is a fault of the network like any other. */
function http({ network, timeout, serverClock }: MiddlewareParts): Middleware {
  return link(async context => {
    const { signal, method = 'GET', headers, body } = context.options ?? {};
    const sentAt = Date.now();
    try {
      const answer = await network.exchange({
        url: new URL(addressOf(context)),
        method,
        headers: Object.fromEntries(new Headers(headers)),
        body: typeof body === 'string' ? body : undefined,
        signal: signal ?? undefined,
        timeout,
        most: MOST,
      });
      serverClock.learn(answer.headers, sentAt);
      noteRequestId(answer.headers.get('request-id'));
      context.response = responseOf(answer);
    } catch (cause) {
      throw errorOf(cause, addressOf(context));
    }
  });
}

/** The library wants an answer of fetch, whose statuses are 200 to 599. */
function responseOf({ status, headers, body }: HttpAnswer): Response {
  if (status < 200 || status > 599) throw new NetworkFault('malformed', { sent: true, reason: 'STATUS' });
  return new Response(body.byteLength === 0 ? null : new Uint8Array(body), { status, headers });
}

/** `mayHaveArrived` is false only where the connection was never there. */
function errorOf(cause: unknown, address: string): unknown {
  if (!(cause instanceof NetworkFault)) return cause;
  const mayHaveArrived = cause.sent;
  switch (cause.kind) {
    case 'cancelled':
      return new KeydeskError('cancelled', {}, { cause });
    case 'timeout':
      return new KeydeskError('graph-timeout', { mayHaveArrived }, { cause });
    case 'too-large':
      return new KeydeskError(
        'graph-too-large',
        { ...sizeOf(cause, MOST), path: new URL(address).pathname },
        { cause },
      );
    default:
      return new KeydeskError('graph-unreachable', { mayHaveArrived, ...paramsOf(cause) }, { cause });
  }
}
