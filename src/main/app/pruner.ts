import { setTimeout as delay } from 'node:timers/promises';
import { documentPrunes } from '../base/store/documents.ts';
import type { Prune } from '../base/store/prune.ts';
import type { Timed } from '../base/store/transactions.ts';
import { activationPrunes } from '../features/activation/prunes.ts';
import { batchPrunes } from '../features/batches/prunes.ts';
import { deferredPrunes } from '../features/deferred/prunes.ts';
import { directoryPrunes } from '../features/directory/prunes.ts';
import { enrollmentPrunes } from '../features/enrollment/prunes.ts';
import { webhookPrunes } from '../features/webhooks/prunes.ts';
import { workflowPrunes } from '../features/workflows/prunes.ts';
import { eventPrunes } from '../services/events/prunes.ts';

/** Deletes rows that are no longer needed, in small batches. */
export interface Pruner {
  /** Starts deleting what is due once an hour, in batches with pauses in between. */
  start(): void;
  /** Deletes everything that is due now. */
  run(): Promise<void>;
  /** Deletes one last batch. At the end of a command, nothing waits for the database. */
  close(): Promise<void>;
}

export interface PrunerParts {
  database: Timed;
  clock?: () => number;
  log: (message: string) => void;
}

/** The pause between two batches, in ms. */
const REST = 100;
/** The wait before the first run, so that it does not slow down the start, and between two runs, in ms. */
const FIRST = 60_000;
const EVERY = 3600_000;

/** The prunes of all table owners. Deliveries come before the events that they refer to. */
const prunes: readonly Prune[] = [
  ...webhookPrunes,
  ...eventPrunes,
  ...workflowPrunes,
  ...activationPrunes,
  ...batchPrunes,
  ...deferredPrunes,
  ...enrollmentPrunes,
  ...documentPrunes,
  ...directoryPrunes,
];

export function createPruner({ database, clock = database.now, log }: PrunerParts): Pruner {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  /** Deletes one batch. Returns whether there may be more. */
  const batch = async (): Promise<boolean> => {
    let more = false;
    for (const prune of prunes) more = (await prune(database, clock())) || more;
    return more;
  };
  const run = async (rest: number) => {
    while (!stop.signal.aborted && (await batch())) {
      // `close` aborts this wait. The loop checks for that next.
      await delay(rest, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const later = (wait: number) => {
    timer = setTimeout(() => {
      running = run(REST)
        .catch(error => log(`pruning: ${String(error)}`))
        .finally(() => stop.signal.aborted || later(EVERY));
    }, wait).unref();
  };

  return {
    start: () => later(FIRST),
    run: () => run(0),
    close: async () => {
      clearTimeout(timer);
      stop.abort();
      await running;
      await batch().catch(error => log(`pruning: ${String(error)}`));
    },
  };
}
