import type { LiveBatch, RunningBatch } from '../../../contract/batches/live.ts';
import type { Channel } from '../../base/stream.ts';

export interface RunOptions {
  readonly keys: readonly string[] | undefined;
  readonly interactive: boolean;
}

/** One batch while it runs (run.ts). */
export interface BatchRun {
  /** Whether it gives rows to keys, and some rows have not ended. */
  busy(): Promise<boolean>;
  /** Returns what it does now; undefined if it gives no rows to keys. */
  now(): RunningBatch | undefined;
  /** Whether it gives rows to one of these keys; undefined for all keys. */
  uses(keys: readonly string[] | undefined): boolean;
  start(options: RunOptions): Promise<void>;
  pause(): Promise<void>;
  close(): Promise<void>;
  watch(signal: AbortSignal | undefined): Promise<Channel<LiveBatch>>;
  /** Shows a change to all who watch. */
  changed(): Promise<void>;
}

/** The batches that run in this Keydesk, of all tenants, by their id. */
export interface BatchRuns {
  get(id: string): BatchRun | undefined;
  /** Returns the run of a batch, and creates it the first time. */
  open(id: string, create: () => BatchRun): BatchRun;
  /** Returns what the runs do that are busy. */
  running(): Promise<RunningBatch[]>;
  /** Returns the ids of the other runs. */
  others(id: string): string[];
  drop(id: string): Promise<void>;
  /** Ends all runs. Rows that have a key wait again, or are settled by the journal at the next start. */
  close(): Promise<void>;
}

export function createBatchRuns(): BatchRuns {
  const runs = new Map<string, BatchRun>();
  return {
    get: id => runs.get(id),
    open: (id, create) => {
      const run = runs.get(id) ?? create();
      runs.set(id, run);
      return run;
    },
    running: async () => {
      const running: RunningBatch[] = [];
      for (const run of runs.values()) {
        const now = run.now();
        if (now !== undefined && (await run.busy())) running.push(now);
      }
      return running;
    },
    others: id => [...runs.keys()].filter(other => other !== id),
    drop: async id => {
      const run = runs.get(id);
      runs.delete(id);
      await run?.close();
    },
    close: async () => {
      await Promise.allSettled([...runs.values()].map(run => run.close()));
    },
  };
}
