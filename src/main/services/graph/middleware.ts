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
  /** Timeout for one complete response, in ms. */
  timeout: number;
  /** The caller itself waits as Graph requests, so requests are not delayed here because of an earlier response. */
  ownPace: boolean;
  /** Learns the server's time from every response. */
  serverClock: ServerClock;
}

/** Returns the middleware of Graph's client library, the outermost first. */
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

/**
 * Wraps errors. The library replaces all errors but its own and drops the cause, so this puts ours into one of its own.
 */
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

/** Returns the error that `carryErrors` wrapped, or any other error unchanged. */
export function carriedError(thrown: unknown): unknown {
  return thrown instanceof GraphClientError && thrown.customError !== undefined ? thrown.customError : thrown;
}

/**
 * Retries requests after temporary errors: throttling, errors of Graph, and errors of the network (graph.md, 7).
 * Retries a POST only if it cannot have arrived. For other POSTs the caller decides: it knows the lifetime of the
 * challenge, and first checks whether the POST had an effect.
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
      // An earlier attempt whose response was lost has deleted it. Nothing is left to delete, which is the goal.
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

/**
 * Waits if another request to this address was told to wait. Throws if that wait is too long.
 * @throws KeydeskError graph-throttled, cancelled
 */
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

/**
 * Returns whether to retry. A timeout is not retried: after a minute, the person sees the error instead of waiting
 * three more.
 */
function isPassing(failure: unknown, repeatable: boolean): boolean {
  if (!(failure instanceof KeydeskError) || failure.code !== 'graph-unreachable') return false;
  return repeatable || failure.params.mayHaveArrived === false;
}

/**
 * Adds the bearer token. Renews a refused token once, with the claims that the response requires. Renews it after 403
 * too, because only a new token contains a permission that was just granted (graph.md, 4).
 */
function authenticate(target: GraphTarget, token: TokenSource): Middleware {
  const { origin } = new URL(rootOf(target));
  return link(async (context, next) => {
    // SECURITY: the token is sent only to the connection's own host, even if the library changed the path.
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

/** SECURITY: the largest pages are a few MB of JSON; Keydesk reads no more than this. In bytes, decompressed. */
const MOST = 16 * 1024 * 1024;

/** Sends one request and reads its complete response. A body that breaks off is an error of the network. */
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

/** Converts to a Response of fetch, which the library requires. Its statuses are 200 to 599. */
function responseOf({ status, headers, body }: HttpAnswer): Response {
  if (status < 200 || status > 599) throw new NetworkFault('malformed', { sent: true, reason: 'STATUS' });
  return new Response(body.byteLength === 0 ? null : new Uint8Array(body), { status, headers });
}

/** `mayHaveArrived` is false only if no connection was established. */
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
