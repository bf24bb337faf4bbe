import type { LiveBatch, RunningBatch } from '../../../contract/batches/live.ts';
import type { Batch, BatchCreate, BatchRow, BatchSummary, RowQuery } from '../../../contract/batches/schema.ts';
import { openRows } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Channel } from '../../base/stream.ts';
import { checkBatch } from './check.ts';
import type { BatchContext, BatchParts } from './context.ts';
import { createBatch } from './create.ts';
import { handOver, handOverAll } from './handedOver.ts';
import {
  addRows,
  type KeptBatch,
  type MadeKey,
  noteRegistered,
  registerRow,
  restBatch,
  restoreBatch,
} from './madeRows.ts';
import { type Retried, reopen, retryRows } from './moves.ts';
import { createPins } from './pins.ts';
import { findBatch, readBatch, readBatches, readRows } from './read.ts';
import { createUploads, type Uploads } from './reading/uploads.ts';
import { deleteOwed, settleRows } from './recover.ts';
import { deleteBatch, noteRow, putLast, type RowScope, showPin, skipRow } from './rowActions.ts';
import { KeyedRun } from './run.ts';
import type { BatchRuns, RunOptions } from './runs.ts';
import { putFirst } from './scan.ts';
import { readSummary } from './summary.ts';

/** Interval for showing the progress of a check, in ms. */
const SHOWN_EVERY = 250;

/** The batches of one tenant: many users, and a key for each of them. */
export interface Batches {
  /** Files that become batches. */
  readonly uploads: Uploads;
  list(): Promise<Batch[]>;
  /** Returns a batch. @throws KeydeskError batch-not-found, also by all calls below */
  get(id: string): Promise<Batch>;
  /** Returns how a batch went. */
  summary(id: string): Promise<BatchSummary>;
  rows(query: RowQuery): Promise<{ rows: BatchRow[]; next?: string }>;
  /** Creates a batch. @throws KeydeskError batch-empty, batch-group-unknown, profile-not-found, list-too-long */
  create(request: BatchCreate): Promise<Batch>;
  /** Checks the rows that wait. Continues after an interruption. */
  check(id: string, signal: AbortSignal): Promise<Batch>;
  /** Starts giving rows to keys, after rows were settled that an ended Keydesk left. @throws KeydeskError batch-other-running */
  start(id: string, options: RunOptions): Promise<void>;
  pause(id: string): Promise<void>;
  watch(id: string, signal: AbortSignal | undefined): Promise<Channel<LiveBatch>>;
  /** Returns the batches that give rows to keys of this computer now, of all tenants. */
  running(): Promise<RunningBatch[]>;
  /** Puts rows back. Returns their number. A batch that has ended then waits for its start. */
  retry(id: string, which: Retried): Promise<number>;
  /** Skips a row that has no key yet. @throws KeydeskError batch-row-not-found, batch-row-busy */
  skip(id: string, rowId: string): Promise<BatchRow>;
  /** Moves a row that waits for a key to the end. @throws KeydeskError as skip */
  later(id: string, rowId: string): Promise<BatchRow>;
  /** Moves a row before all others. @throws KeydeskError as putFirst */
  first(id: string, text: string): Promise<BatchRow>;
  note(id: string, rowId: string, note: string): Promise<BatchRow>;
  /** Returns the PIN of a row, with an entry in the activity log. @throws KeydeskError batch-pin-gone, batch-pin-sealed */
  showPin(id: string, rowId: string): Promise<{ pin: string }>;
  /** Returns the PIN of a row without an entry. SECURITY: the caller writes one. @throws KeydeskError batch-pin-gone, batch-pin-sealed */
  pinOf(rowId: string): Promise<string>;
  /** Returns the PIN of the key of an enrollment, as far as this Keydesk keeps it. SECURITY: for that key only. @throws KeydeskError batch-pin-sealed */
  pinOfEnrollment(enrollmentId: string): Promise<string | undefined>;
  /** Keeps the PIN of a key whose enrollment must be finished, and that no row has. */
  keepLeftPin(enrollmentId: string, pin: string, days: number): Promise<void>;
  /** Deletes the PIN of a row, because the user has it. */
  handedOver(id: string, rowId: string): Promise<BatchRow>;
  /** Deletes the kept PINs of all rows that are done, or of these, because their users have them. Returns their number. */
  handedOverAll(id: string, rowIds: readonly string[] | undefined): Promise<number>;
  /** Adds users to a batch, without those that it has. @throws KeydeskError batch-empty */
  add(id: string, source: BatchCreate['source']): Promise<void>;
  /** Writes a batch of a package as far as it is missing, and settles rows that an ended Keydesk left. */
  restore(batch: KeptBatch): Promise<void>;
  /** Registers a key that was made for a row without the tenant (madeRows.ts). */
  registerRow(id: string, rowId: string, made: MadeKey): ReturnType<typeof registerRow>;
  /** Records that a row has its key already. */
  noteRegistered(rowId: string, by: Parameters<typeof noteRegistered>[2]): Promise<void>;
  /** Call after keys were registered. Ends a batch without waiting rows. */
  registered(id: string): Promise<Batch>;
  /** Whether PINs survive the end of this Keydesk. */
  readonly pinsLast: boolean;
  /** Deletes a batch with its rows and PINs. Passkeys stay. @throws KeydeskError batch-running, batch-old-owed, batch-pins-kept */
  delete(id: string, discardPins: boolean): Promise<void>;
}

/** Returns the name of a batch, which may be of another tenant. */
async function nameOf({ store }: BatchContext, id: string): Promise<string> {
  const row = await store.database.selectFrom('batch').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? id;
}

/** Creates the batches of one tenant. @param runs the runs of this Keydesk */
export function createBatches(parts: BatchParts, runs: BatchRuns): Batches {
  const pins = createPins(parts);
  const context: BatchContext = { ...parts, pins };
  const uploads = createUploads();
  const runOf = (id: string) => runs.open(id, () => new KeyedRun(context, id));
  /** Call after rows have changed. */
  const changed = async (id: string) => {
    const batch = await readBatch(context, id);
    if (batch.state !== 'finished' && openRows(batch.counts) === 0) await restBatch(context, batch);
    await runs.get(id)?.changed();
  };
  const retry = async (id: string, which: Retried) => {
    // A batch that has ended gives no rows to keys that are still plugged in: a person starts it again.
    if ((await readBatch(context, id)).state === 'finished') await runs.get(id)?.pause();
    const count = await retryRows(context.store.database, id, which);
    if (count > 0) await reopen(context.store.database, id);
    await changed(id);
    return count;
  };
  const check = async (id: string, signal: AbortSignal) => {
    let shownAt = 0;
    await checkBatch(context, id, signal, () => {
      if (Date.now() - shownAt < SHOWN_EVERY) return;
      shownAt = Date.now();
      void runs.get(id)?.changed();
    });
    await changed(id);
  };
  const scope: RowScope = { context, changed, retry, check };

  /** Each key gets rows of one batch only. A batch that has ended lets go of its keys. @throws KeydeskError batch-other-running */
  const freeKeys = async (id: string, keys: RunOptions['keys']) => {
    for (const other of runs.others(id)) {
      const run = runs.get(other);
      if (run?.uses(keys) !== true) continue;
      if (await run.busy()) throw new KeydeskError('batch-other-running', { batch: await nameOf(context, other) });
      await run.pause();
    }
  };

  return {
    uploads,
    list: () => readBatches(context),
    get: id => readBatch(context, id),
    summary: id => readSummary(context, id),
    rows: async query => {
      await findBatch(context, query.id);
      return readRows(context, query);
    },
    create: request => createBatch(context, uploads, request),
    check: async (id, signal) => {
      await check(id, signal);
      return readBatch(context, id);
    },
    start: async (id, options) => {
      const { name, rows } = await readBatch(context, id);
      await freeKeys(id, options.keys);
      await settleRows(context, id);
      await deleteOwed(context, id);
      context.activity.record({ kind: 'batch-started', facts: { batch: name, rows } });
      await runOf(id).start(options);
    },
    pause: async id => {
      await findBatch(context, id);
      await runs.get(id)?.pause();
    },
    running: () => runs.running(),
    watch: async (id, signal) => {
      await findBatch(context, id);
      return runOf(id).watch(signal);
    },
    retry,
    skip: (id, rowId) => skipRow(scope, id, rowId),
    later: (id, rowId) => putLast(scope, id, rowId),
    first: (id, text) => putFirst(scope, id, text),
    note: (id, rowId, note) => noteRow(scope, id, rowId, note),
    showPin: (id, rowId) => showPin(scope, id, rowId),
    pinOf: pins.show,
    pinOfEnrollment: pins.ofEnrollment,
    keepLeftPin: pins.keepLeft,
    handedOver: (id, rowId) => handOver(scope, id, rowId),
    handedOverAll: (id, rowIds) => handOverAll(scope, id, rowIds),
    add: (id, source) => addRows(context, uploads, id, source),
    restore: async batch => {
      await restoreBatch(context, batch);
      await settleRows(context, batch.id);
    },
    registerRow: async (id, rowId, made) => {
      const end = await registerRow(context, id, rowId, made);
      await changed(id);
      return end;
    },
    noteRegistered: (rowId, by) => noteRegistered(context, rowId, by),
    registered: async id => {
      await restBatch(context, await readBatch(context, id));
      await changed(id);
      return readBatch(context, id);
    },
    pinsLast: pins.lasting,
    delete: (id, discardPins) => deleteBatch(scope, id, discardPins, () => runs.drop(id)),
  };
}
