import { AsyncLocalStorage } from 'node:async_hooks';
import type { WaitReason } from '../../../contract/enrollment/waits.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/** A wait that begins: its length in ms, and its reason. */
export interface GraphWait {
  readonly ms: number;
  readonly reason: WaitReason;
}
/** Gets a wait when it begins, and null when it has ended. */
export type WaitListener = (wait: GraphWait | null) => void;

/** Maximum wait without a listener, in ms. Longer waits need a person who sees the wait and can cancel it. */
export const LONGEST_UNSEEN_WAIT = 60_000;
/** Maximum wait of one request, in ms. A longer one is reported as throttling. */
const LONGEST_WAIT = 15 * 60_000;

interface Watch {
  readonly listener: WaitListener;
  readonly longest: number;
}
const present = new AsyncLocalStorage<Watch>();

/**
 * Runs work, and reports every wait before its requests to Graph, so that a person sees a countdown and can cancel.
 * @param longest Maximum wait of one request, in ms
 */
export function watchingWaits<T>(listener: WaitListener, work: () => T, longest = LONGEST_WAIT): T {
  return present.run({ listener, longest }, work);
}

/** Returns how long one request of the running operation may wait, in ms. */
export function longestWait(): number {
  return present.getStore()?.longest ?? LONGEST_UNSEEN_WAIT;
}

/** Reports a wait of the running operation when it begins, and null when it ends. */
export function announceWait(wait: GraphWait | null): void {
  present.getStore()?.listener(wait);
}

/** Returns the reason why a failed request is retried. A malformed response counts as a problem of the server. */
export function waitReasonOf(error: unknown): WaitReason {
  if (hasCode(error, 'graph-throttled')) return 'throttled';
  if (hasCode(error, 'graph-unreachable')) return 'unreachable';
  return hasCode(error, 'graph-timeout') ? 'timeout' : 'unavailable';
}
