import { isDeepStrictEqual } from 'node:util';
import type { LiveBatch, LiveKey, RunningBatch } from '../../../contract/batches/live.ts';
import { nameOf } from '../../../contract/batches/nameOf.ts';
import { type BatchRow, openRows } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { Channel } from '../../base/stream.ts';
import { forgetTakenOut } from '../../services/keys/takenOut.ts';
import type { BatchContext } from './context.ts';
import { type CutOff, findCutOff, orPerhaps } from './cutOffKey.ts';
import { findDone } from './doneKey.ts';
import { runOnKey } from './keyRun.ts';
import { LiveView } from './liveView.ts';
import { claimKnown, claimRow, type KnownKey, type Row, rowBegunOn, rowsCutOff, rowsInTurn } from './moves.ts';
import { describeRows, readBatch } from './read.ts';
import { settleRows } from './recover.ts';
import type { BatchRun, RunOptions } from './runs.ts';

/** How many of the next users the screen shows. */
const NEXT = 3;
/** How many rows it shows whose key was taken out too early. */
const CUT_OFF = 3;
/** How long to wait after trouble with the server before the next attempt, in ms. Graph's own waits come before. */
const AGAIN = 15_000;
/** Interval of the search for rows whose Keydesk ended with its key, in ms. */
const LOOK = 2000;

/**
 * One batch while it runs in this Keydesk. Each key that is plugged in gets the next row. A key that is done must be taken out before its
 * place is free again. Several keys work at the same time, each on its own row.
 */
export class KeyedRun implements BatchRun {
  readonly #context: BatchContext;
  readonly #id: string;
  readonly #abort = new AbortController();
  readonly #keys = new Map<string, LiveKey>();
  readonly #working = new Set<Promise<void>>();
  readonly #view: LiveView;
  /** The rows that were done here. */
  readonly #made = new Set<string>();
  #options: RunOptions | undefined;
  #trouble: Failure | null = null;
  #retryAt: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looks: NodeJS.Timeout | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(context: BatchContext, id: string) {
    this.#context = context;
    this.#id = id;
    this.#view = new LiveView(
      () => this.#live(),
      message => context.log(`batch ${id}: ${message}`),
    );
  }

  /** Starts giving rows to keys. Does nothing if it runs already. */
  async start(options: RunOptions): Promise<void> {
    if (this.#options !== undefined) return;
    this.#options = options;
    await this.#setState('running');
    this.#looks = setInterval(() => void this.#look(), LOOK).unref();
    this.#stopWatching ??= this.#context.keyHost.onKeys(keys => this.#plugged(keys));
    this.#plugged(this.#context.keyHost.keys());
  }

  async busy(): Promise<boolean> {
    return this.#options !== undefined && (await this.#restingState()) !== 'finished';
  }

  now(): RunningBatch | undefined {
    if (this.#options === undefined) return undefined;
    const waiting = [...this.#keys.values()].flatMap(({ row, state, interaction }) =>
      row === null || state !== 'working' || interaction.kind === 'none' ? [] : [nameOf(row)],
    );
    return { id: this.#id, name: this.#view.shown?.batch.name ?? '', waiting };
  }

  uses(keys: readonly string[] | undefined): boolean {
    if (this.#options === undefined) return false;
    const own = this.#options.keys;
    return keys === undefined || own === undefined || own.some(key => keys.includes(key));
  }

  /** Stops giving rows to keys. Resolves when the rows that have a key are finished. */
  async pause(): Promise<void> {
    if (this.#options === undefined) return;
    this.#options = undefined;
    clearTimeout(this.#timer);
    clearInterval(this.#looks);
    this.#trouble = null;
    this.#retryAt = null;
    await Promise.allSettled(this.#working);
    // Keys that are done or refused keep their places until they are taken out, also during a pause.
    for (const [id, { state }] of this.#keys) if (state === 'idle') this.#keys.delete(id);
    await this.#setState(await this.#restingState());
  }

  /** Ends the run at once, with its enrollments. */
  async close(): Promise<void> {
    this.#abort.abort(new KeydeskError('cancelled'));
    await this.pause();
    this.#stopWatching?.();
    this.#keys.clear();
  }

  /** Returns the batch, live. */
  watch(signal: AbortSignal | undefined): Promise<Channel<LiveBatch>> {
    return this.#view.watch(signal);
  }

  /** Call after rows changed: shows them, and gives rows to keys that have none. */
  async changed(): Promise<void> {
    await this.#keepState();
    await this.#refreshRows();
    await this.#view.show();
    for (const key of this.#keys.values()) if (key.state === 'idle') this.#begin(key.keyId);
  }

  /** Another Keydesk may have put rows back after all had ended: then a person starts the batch again. Other changes do not pause it. */
  async #keepState(): Promise<void> {
    if (this.#options === undefined || (await readBatch(this.#context, this.#id)).state !== 'paused') return;
    if (this.#view.shown?.batch.state === 'finished') await this.pause();
    else await this.#setState('running');
  }

  /** A key that is done shows its row until it is taken out. Its PIN may have been handed over since. */
  async #refreshRows(): Promise<void> {
    for (const { keyId, row, state } of [...this.#keys.values()]) {
      if (row === null || state === 'working') continue;
      const now = await this.#rowNow(row.id);
      const key = this.#keys.get(keyId);
      if (now !== null && key?.row?.id === row.id && key.state !== 'working')
        this.#keys.set(keyId, { ...key, row: now });
    }
  }

  #plugged(plugged: readonly KeySummary[]): void {
    const wanted = this.#options?.keys;
    const keys = plugged.filter(({ id }) => wanted === undefined || wanted.includes(id));
    forgetTakenOut(this.#keys, keys);
    for (const { id, product = null, serial = null } of keys) {
      if (this.#options === undefined || this.#keys.has(id)) continue;
      this.#keys.set(id, { keyId: id, product, serial, ...idle });
      this.#begin(id);
    }
    void this.#view.show();
  }

  #begin(keyId: string): void {
    const work = this.#work(keyId).catch((error: unknown) => {
      this.#context.log(`batch ${this.#id}: ${String(error)}`);
      this.#change(keyId, { ...idle, state: 'refused', failure: toFailure(error) });
    });
    this.#working.add(work);
    void work.finally(() => {
      this.#working.delete(work);
      // A key may have been replaced by another one while Keydesk still worked on its row.
      if (this.#options !== undefined) this.#plugged(this.#context.keyHost.keys());
    });
  }

  /** Settles rows whose Keydesk has ended since, and shows what other Keydesks did with theirs. Never rejects. */
  async #look(): Promise<void> {
    try {
      const settled = await settleRows(this.#context, this.#id);
      const { counts, state } = await readBatch(this.#context, this.#id);
      // Another Keydesk that ran this batch, too, may have ended: it is no longer running by the list.
      const isSame = isDeepStrictEqual(
        { counts, state },
        { counts: this.#view.shown?.batch.counts, state: this.#view.shown?.batch.state },
      );
      if (!settled && isSame) return;
      await this.changed();
      await this.#finishIfOver();
    } catch (error) {
      this.#context.log(`batch ${this.#id}: ${String(error)}`);
    }
  }

  /** Gives rows to one key, until one of them is done with it. */
  async #work(keyId: string): Promise<void> {
    // A row that failed because of its user may still be the one of this key. It is not tried again and again.
    const ended = new Set<string>();
    for (;;) {
      const options = this.#options;
      const key = this.#context.keyHost.keys().find(({ id }) => id === keyId);
      if (options === undefined || key === undefined || this.#trouble !== null) return;
      if (this.#keys.get(keyId)?.state === 'working') return;
      this.#change(keyId, { ...idle, state: 'working' });
      // For example after a restart: the key of the last row is still plugged in.
      const about = { serial: key.serial, identity: await this.#context.inventory.nameOf(key) };
      await this.#recover(about);
      const done = await findDone(this.#context, this.#id, key, about, this.#abort.signal);
      if (done !== undefined) {
        const row = await this.#rowNow(done);
        this.#change(keyId, { ...idle, state: 'remove', row, known: true });
        return;
      }
      const cutOff = about.identity === undefined ? await this.#cutOff(key) : undefined;
      if (cutOff?.row !== undefined && ended.has(cutOff.row.id)) {
        const row = await this.#rowNow(cutOff.row.id);
        this.#change(keyId, { ...idle, state: 'refused', row, failure: row?.error ?? null });
        return;
      }
      const row = await this.#claim(about, cutOff?.row, ended);
      if (row === undefined) {
        await this.#withoutRow(keyId);
        return;
      }
      ended.add(row.id);
      if (!(await this.#enroll(row, key, options, cutOff))) return;
    }
  }

  /** @throws KeydeskError key-…, for example because the key is taken out again */
  #cutOff(key: KeySummary): Promise<CutOff | undefined> {
    return findCutOff(this.#context, this.#id, key, this.#abort.signal);
  }

  /** @throws KeydeskError batch-scanned-other; batch-key-of-row if a person has skipped the row of the key, or its check has not ended */
  async #claim(about: KnownKey, own: Row | undefined, ended: ReadonlySet<string>): Promise<Row | undefined> {
    const { store, instance } = this.#context;
    if (own === undefined) return claimRow(store.database, this.#id, about, instance.id, ended);
    const claimed = await claimKnown(store.database, own, instance.id);
    if (claimed !== undefined) return claimed;
    throw new KeydeskError('batch-key-of-row', { user: own.user_principal_name ?? own.typed });
  }

  /** Finishes the row that was interrupted on a key, if the key can prove its passkey without a person. */
  async #recover({ identity }: KnownKey): Promise<void> {
    const { store, enrollments } = this.#context;
    if (identity === undefined || (await rowBegunOn(store.database, this.#id, identity)) === undefined) return;
    await enrollments.recover();
    await settleRows(this.#context, this.#id);
  }

  /** Enrolls a row. Returns whether the key is free for the next row. */
  async #enroll(row: Row, key: KeySummary, { interactive }: RunOptions, cutOff: CutOff | undefined): Promise<boolean> {
    const [shown = null] = await describeRows(this.#context, [row]);
    this.#change(key.id, { row: shown });
    const { profile, existing } = await readBatch(this.#context, this.#id);
    const end = await runOnKey(
      {
        context: this.#context,
        profile,
        existing,
        interactive,
        recognized: cutOff?.row !== undefined,
        signal: this.#abort.signal,
        show: change => this.#change(key.id, change),
      },
      row,
      key,
    );
    const ended = await this.#rowNow(row.id);
    switch (end.kind) {
      case 'done':
        this.#endDone(key.id, row.id, ended);
        break;
      case 'key':
      case 'cancelled':
        this.#change(key.id, { ...idle, state: 'refused', row: ended, failure: orPerhaps(end.failure, cutOff) });
        break;
      case 'user':
        this.#change(key.id, { ...idle, row: ended, failure: end.failure });
        break;
      case 'server':
        this.#change(key.id, idle);
        this.#wait(end.failure);
    }
    await this.#finishIfOver();
    return end.kind === 'user';
  }

  #endDone(keyId: string, rowId: string, row: LiveKey['row']): void {
    const { pinHandOver = null } = this.#keys.get(keyId) ?? {};
    this.#made.add(rowId);
    this.#change(keyId, { ...idle, state: 'remove', row, pinHandOver });
    if (pinHandOver !== 'print') return;
    // The desk goes on meanwhile. The PIN stays sealed, so that it can be shown or printed again.
    this.#context.printPin(this.#id, rowId).catch((error: unknown) => {
      if (this.#keys.get(keyId)?.row?.id === rowId) this.#change(keyId, { failure: toFailure(error) });
    });
  }

  async #rowNow(id: string): Promise<BatchRow | null> {
    const { database } = this.#context.store;
    const found = await database.selectFrom('batch_row').selectAll().where('id', '=', id).execute();
    return (await describeRows(this.#context, found))[0] ?? null;
  }

  async #withoutRow(keyId: string): Promise<void> {
    const { counts } = await readBatch(this.#context, this.#id);
    // Rows wait, but each expects another serial number.
    const failure = counts['waiting-for-key'] > 0 ? toFailure(new KeydeskError('batch-other-serial')) : null;
    this.#change(keyId, { ...idle, state: failure === null ? 'idle' : 'refused', failure });
    await this.#finishIfOver();
  }

  /** Tries again later: the rows wait as before, and the keys keep their places. */
  #wait(failure: Failure): void {
    if (this.#options === undefined || this.#abort.signal.aborted) return;
    this.#trouble = failure;
    this.#retryAt = new Date(Date.now() + AGAIN).toISOString();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#trouble = null;
      this.#retryAt = null;
      void this.changed();
    }, AGAIN);
  }

  async #finishIfOver(): Promise<void> {
    await this.#view.show();
    if (this.#options === undefined || (await this.#restingState()) !== 'finished') return;
    await this.#setState('finished');
  }

  async #restingState(): Promise<'paused' | 'finished'> {
    const { counts } = await readBatch(this.#context, this.#id);
    const open = openRows(counts);
    return open === 0 ? 'finished' : 'paused';
  }

  async #setState(state: 'running' | 'paused' | 'finished'): Promise<void> {
    await this.#context.store.database
      .updateTable('batch')
      .set({ state, instance: this.#context.instance.id, updated_at: isoNow(this.#context.store.database) })
      .where('id', '=', this.#id)
      .execute();
    await this.#view.show();
  }

  #change(keyId: string, change: Partial<LiveKey>): void {
    const key = this.#keys.get(keyId);
    if (key === undefined) return;
    this.#keys.set(keyId, { ...key, ...change });
    void this.#view.show();
  }

  async #live(): Promise<LiveBatch> {
    const { database } = this.#context.store;
    const next = await rowsInTurn(database, this.#id, 'waiting-for-key').limit(NEXT).execute();
    return {
      batch: await readBatch(this.#context, this.#id),
      running: this.#options !== undefined,
      keys: [...this.#keys.values()],
      next: await describeRows(this.#context, next),
      cutOff: await describeRows(this.#context, await rowsCutOff(database, this.#id, CUT_OFF)),
      trouble: this.#trouble,
      retryAt: this.#retryAt,
      madeHere: [...this.#made],
      pinsLast: this.#context.pins.lasting,
    };
  }
}

const idle = {
  state: 'idle',
  row: null,
  enrollmentId: null,
  step: null,
  interaction: { kind: 'none' },
  pinHandOver: null,
  failure: null,
  known: false,
} as const;
