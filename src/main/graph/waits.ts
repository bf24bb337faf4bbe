import { AsyncLocalStorage } from 'node:async_hooks';

/** Receives the length of a wait that begins, in ms, and null when it is over. */
export type WaitListener = (ms: number | null) => void;

const present = new AsyncLocalStorage<WaitListener>();

/**
 * Runs work and reports every pause that Graph asks for in it, so that a person sees a countdown and can cancel. Watched work
 * waits longer than unwatched work (retry.ts).
 */
export function watchingWaits<T>(listener: WaitListener, work: () => T): T {
  return present.run(listener, work);
}

/** Whether somebody sees the waits of the work that runs. */
export function isWatched(): boolean {
  return present.getStore() !== undefined;
}

/** Reports a wait of the work that runs: its length in ms when it begins, null when it ends. */
export function announceWait(ms: number | null): void {
  present.getStore()?.(ms);
}
