import { AsyncLocalStorage } from 'node:async_hooks';

/** Receives the length of a wait that begins, in ms, and null when it is over. */
export type WaitListener = (ms: number | null) => void;

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
 * Runs work and reports every pause that Graph asks for in it, so that a person sees a countdown and can cancel.
 * @param longest up to which length one request waits by itself, in ms
 */
export function watchingWaits<T>(listener: WaitListener, work: () => T, longest = LONGEST_WAIT): T {
  return present.run({ listener, longest }, work);
}

/** How long one request of the work that runs may wait, in ms. */
export function longestWait(): number {
  return present.getStore()?.longest ?? LONGEST_UNSEEN_WAIT;
}

/** Reports a wait of the work that runs: its length in ms when it begins, null when it ends. */
export function announceWait(ms: number | null): void {
  present.getStore()?.listener(ms);
}
