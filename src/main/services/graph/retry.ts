import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { announceWait, type GraphWait, longestWait } from './waits.ts';

/** Attempts of one request in all, the first included. */
const MAX_ATTEMPTS = 4;
const FIRST_WAIT = 500;
/** More than a day is no answer that anybody means, in ms: a mistake must not stop Keydesk for the life of its process. */
const LONGEST_READ = 24 * 3_600_000;

/** What retrying takes from outside, so that tests neither wait nor guess. */
export interface RetryPolicy {
  /** Waits so many ms. Rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
  /** Milliseconds since the epoch. */
  clock(): number;
}

export const realRetries: RetryPolicy = {
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
  random: Math.random,
  clock: Date.now,
};

/** Exponential, with jitter so that many desks do not come back at once. In ms; `attempt` counts from 1. */
function backOff(attempt: number, policy: RetryPolicy): number {
  return FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + policy.random() / 2);
}

/**
 * Returns the wait before the next attempt, in ms, or undefined when Keydesk stops trying. Follows Retry-After where the
 * answer has one, else waits exponentially (graph.md, 7). It never tries earlier than Graph asks: a wait that is too long
 * for the caller ends the request instead.
 */
export function waitBefore(attempt: number, response: Response | undefined, policy: RetryPolicy): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const told = response === undefined ? undefined : waitToldBy(response.headers, policy.clock());
  const own = backOff(attempt, policy);
  // "Come back at once" does not mean hundreds of requests in a second.
  if (told === undefined || told < own) return own;
  return isAcceptable(told) ? told : undefined;
}

/** Whether the work that runs waits so long, in ms. */
export function isAcceptable(wait: number): boolean {
  return wait <= longestWait();
}

/** Waits before the next attempt, and announces the wait to whoever watches (waits.ts). @throws KeydeskError cancelled */
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
 * Returns the wait that an answer asks for, in ms; undefined where it asks for none. A date is compared with the server's own
 * Date, since this computer's clock may be wrong.
 */
export function waitToldBy(headers: Headers, now: number): number | undefined {
  const serverNow = Date.parse(headers.get('date') ?? '');
  return retryAfter(headers.get('retry-after'), Number.isNaN(serverNow) ? now : serverNow);
}

/** Returns Retry-After in ms, from seconds or an HTTP date (RFC 9110, 10.2.3); undefined where it is neither. */
export function retryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Math.min(Math.max(0, Math.ceil(Number(text) * 1000)), LONGEST_READ);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), LONGEST_READ);
}
