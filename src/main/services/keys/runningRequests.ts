import { setTimeout as sleep } from 'node:timers/promises';

/** How long all keys together may take to answer a cancel, in ms. One key may take 1500 (ctap/hid/exchange.ts). */
const CANCEL_PATIENCE = 2000;

/** The requests that run on the connections of a key host. */
export interface RunningRequests {
  /** Runs the work of a request. Its signal aborts when the request is canceled. */
  run<T>(id: number, connection: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  cancel(id: number): void;
  /**
   * Cancels the running requests of all connections, or of one. Resolves when all have ended, at the latest after two
   * seconds.
   */
  cancelAll(connection?: number): Promise<void>;
}

interface Running {
  readonly connection: number;
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

export function createRunningRequests(): RunningRequests {
  const running = new Map<number, Running>();
  return {
    run: (id, connection, work) => {
      const abort = new AbortController();
      const done = work(abort.signal).finally(() => running.delete(id));
      running.set(id, { connection, abort, done });
      return done;
    },
    cancel: id => running.get(id)?.abort.abort(),
    cancelAll: connection => {
      const all = [...running.values()];
      return canceled(connection === undefined ? all : all.filter(each => each.connection === connection));
    },
  };
}

async function canceled(which: readonly Running[]): Promise<void> {
  if (which.length === 0) return;
  for (const { abort } of which) abort.abort();
  const patience = new AbortController();
  await Promise.race([
    Promise.allSettled(which.map(({ done }) => done)),
    // Aborts the timer because all requests have ended.
    sleep(CANCEL_PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}
