import { AsyncLocalStorage } from 'node:async_hooks';
import type { WaitReason } from '../../../contract/enrollment/waits.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/** A wait that begins: its length in ms, and what it is for. */
export interface GraphWait {
  readonly ms: number;
  readonly reason: WaitReason;
}
/** Receives a wait that begins, and null when it is over. */
export type WaitListener = (wait: GraphWait | null) => void;

/** Longest wait, in ms, that nobody sees. Longer ones need somebody who sees the wait and can cancel it. */
export const LONGEST_UNSEEN_WAIT = 60_000;
/** Longest wait, in ms, of one request at all; a longer one is reported as throttling. */
const LONGEST_WAIT = 15 * 60_000;

interface Watch {
  readonly listener: WaitListener;
  readonly longest: number;
}
const present = new AsyncLocalStorage<Watch>();

/**
 * Runs work and reports every pause before a request to Graph in it, so that a person sees a countdown and can cancel.
 * @param longest up to which length one request waits by itself, in ms
 */
export function watchingWaits<T>(listener: WaitListener, work: () => T, longest = LONGEST_WAIT): T {
  return present.run({ listener, longest }, work);
}

/** How long one request of the work that runs may wait, in ms. */
export function longestWait(): number {
  return present.getStore()?.longest ?? LONGEST_UNSEEN_WAIT;
}

/** Reports a wait of the work that runs when it begins, and null when it ends. */
export function announceWait(wait: GraphWait | null): void {
  present.getStore()?.listener(wait);
}

/** Returns why a request that failed so is asked again later. An answer that makes no sense is a problem of the server, too. */
export function waitReasonOf(error: unknown): WaitReason {
  if (hasCode(error, 'graph-throttled')) return 'throttled';
  if (hasCode(error, 'graph-unreachable')) return 'unreachable';
  return hasCode(error, 'graph-timeout') ? 'timeout' : 'unavailable';
}
