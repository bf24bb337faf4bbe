import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../contract/errors.ts';

/** Attempts of one request in all, the first included. */
const MAX_ATTEMPTS = 4;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;

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
 * How long to wait before the next attempt, in ms; undefined when there is none left, or when nobody would wait as long
 * as Graph asks. 429 and 5xx wait as told, everything else exponentially (graph.md, 7).
 */
export function waitBefore(attempt: number, response: Response | undefined, policy: RetryPolicy): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const told = retryAfter(response?.headers.get('retry-after') ?? null, policy.clock());
  if (told === undefined) return backOff(attempt, policy);
  return told > LONGEST_WAIT ? undefined : told;
}

/** Waits before attempt + 1. @throws KeydeskError cancelled */
export async function pause(ms: number, policy: RetryPolicy, signal: AbortSignal | undefined): Promise<void> {
  try {
    await policy.sleep(ms, signal);
  } catch (cause) {
    throw new KeydeskError('cancelled', {}, { cause });
  }
}

/** Retry-After is seconds or an HTTP date (RFC 9110, 10.2.3). In ms. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
