import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { announceWait, type GraphWait, longestWait } from './waits.ts';

/** Maximum number of attempts per request, including the first. */
const MAX_ATTEMPTS = 4;
const FIRST_WAIT = 500;
/**
 * Maximum Retry-After that is believed, in ms. A longer one is a mistake, which must not stop Keydesk until its
 * restart.
 */
const LONGEST_READ = 24 * 3_600_000;

/** The outside functions that retrying needs. Tests replace them. */
export interface RetryPolicy {
  /** Waits, in ms. Rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** Returns a number from 0 to below 1. */
  random(): number;
  /** Returns milliseconds since the epoch. */
  clock(): number;
}

export const realRetries: RetryPolicy = {
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
  random: Math.random,
  clock: Date.now,
};

/**
 * Returns an exponential wait in ms, with jitter so that many desks do not retry at the same time. `attempt` counts
 * from 1.
 */
function backOff(attempt: number, policy: RetryPolicy): number {
  return FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + policy.random() / 2);
}

/**
 * Returns the wait before the next attempt, in ms, or undefined if Keydesk stops retrying. Uses Retry-After if the
 * response has it, and an exponential wait otherwise (graph.md, 7). It never retries earlier than Graph requests: if
 * that wait is too long for the caller, the request ends.
 */
export function waitBefore(attempt: number, response: Response | undefined, policy: RetryPolicy): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const told = response === undefined ? undefined : waitToldBy(response.headers, policy.clock());
  const own = backOff(attempt, policy);
  // A Retry-After of 0 must not cause hundreds of requests per second.
  if (told === undefined || told < own) return own;
  return isAcceptable(told) ? told : undefined;
}

/** Returns whether the running operation accepts a wait of this length, in ms. */
export function isAcceptable(wait: number): boolean {
  return wait <= longestWait();
}

/** Waits before the next attempt, and reports the wait to its listeners (waits.ts). @throws KeydeskError cancelled */
export async function pause(wait: GraphWait, policy: RetryPolicy, signal: AbortSignal | undefined): Promise<void> {
  announceWait(wait);
  try {
    await policy.sleep(wait.ms, signal);
  } catch (cause) {
    throw new KeydeskError('cancelled', {}, { cause });
  } finally {
    announceWait(null);
  }
}

/**
 * Returns the wait that a response requests, in ms, or undefined if it requests none. A date is compared with the
 * server's own Date, because this computer's clock may be wrong.
 */
export function waitToldBy(headers: Headers, now: number): number | undefined {
  const serverNow = Date.parse(headers.get('date') ?? '');
  return retryAfter(headers.get('retry-after'), Number.isNaN(serverNow) ? now : serverNow);
}

/** Returns Retry-After in ms, from seconds or an HTTP date (RFC 9110, 10.2.3), or undefined if it is neither. */
export function retryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Math.min(Math.max(0, Math.ceil(Number(text) * 1000)), LONGEST_READ);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), LONGEST_READ);
}
