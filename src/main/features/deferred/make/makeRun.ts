import { randomUUID } from 'node:crypto';
import type { DeferredEvent, MakeRequest, MakingKey } from '../../../../contract/deferred/schema.ts';
import type { EnrollmentFailure } from '../../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../../contract/errors/failure.ts';
import { errorSubjectOf } from '../../../../contract/errors/subjects.ts';
import type { KeySummary } from '../../../../contract/keys/schema.ts';
import { forgetTakenOut } from '../../../services/keys/takenOut.ts';
import type { Journal } from '../../enrollment/journal.ts';
import type { DeferredContext } from '../context.ts';
import type { PackageRow } from '../package/content.ts';
import type { OpenPackage } from '../package/packageFile.ts';
import { toDeferredRow } from '../rows.ts';
import { type Claim, claimFor, nextRow } from './claims.ts';
import { type CutOff, findCutOff, orPerhaps } from './cutOffKey.ts';
import { madeAmong, madeWithSerial, unnumberedKeys } from './madeKeys.ts';
import { packageJournal } from './packageJournal.ts';
import { noteProfile, placeOf } from './place.ts';

/**
 * Gives each key that is plugged in the next row of a package, like the run of a batch (batches/run.ts). Several keys work at the same time.
 * A key that is done must be taken out before its place is free again.
 */
export class MakeRun {
  readonly #context: DeferredContext;
  readonly #held: OpenPackage;
  readonly #request: Pick<MakeRequest, 'keys' | 'interactive'>;
  readonly #tell: (event: DeferredEvent) => void;
  readonly #signal: AbortSignal;
  readonly #journal: Journal;
  readonly #keys = new Map<string, MakingKey>();
  readonly #working = new Set<Promise<void>>();
  readonly #taken = new Set<string>();
  readonly #failed = new Set<string>();

  constructor(
    context: DeferredContext,
    held: OpenPackage,
    request: Pick<MakeRequest, 'keys' | 'interactive'>,
    tell: (event: DeferredEvent) => void,
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#held = held;
    this.#request = request;
    this.#tell = tell;
    this.#signal = signal;
    this.#journal = packageJournal(held);
  }

  /** Works until the signal aborts. Then the enrollments are canceled, and it resolves when their keys are cleaned up. */
  async run(): Promise<void> {
    this.#warnOfClock();
    const { keyHost } = this.#context;
    const stopWatching = keyHost.onKeys(keys => this.#plugged(keys));
    this.#plugged(keyHost.keys());
    try {
      await new Promise<void>(resolve => {
        if (this.#signal.aborted) resolve();
        this.#signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      stopWatching();
      await Promise.allSettled(this.#working);
    }
  }

  /** A wrong clock stops nothing here: only Entra knows the time. */
  #warnOfClock(): void {
    const { content } = this.#held;
    const warn = (reason: string, params: Record<string, string> = {}) =>
      this.#tell({ type: 'warning', warning: { code: 'deferred-clock', params: { reason, ...params } } });
    if (Date.now() < content.fetchedAt - CLOCK_TOLERANCE) warn('early');
    const expired = content.rows.find(row => row.uploaded === null && Date.parse(row.options.expiresAt) <= Date.now());
    if (expired === undefined) return;
    warn('expired', {
      user: expired.user.userPrincipalName,
      until: expired.options.expiresAt.slice(0, 16).replace('T', ' '),
    });
  }

  #plugged(plugged: readonly KeySummary[]): void {
    const wanted = this.#request.keys;
    const keys = plugged.filter(({ id }) => wanted === undefined || wanted.includes(id));
    forgetTakenOut(this.#keys, keys);
    for (const { id, product = null, serial = null } of keys) {
      if (this.#keys.has(id)) continue;
      this.#keys.set(id, { keyId: id, product, serial, ...idle });
      this.#begin(id);
    }
    this.#show();
  }

  #begin(keyId: string): void {
    const work = this.#work(keyId).catch((error: unknown) => {
      this.#context.log(`deferred: ${String(error)}`);
      this.#change(keyId, { ...idle, state: 'refused', failure: toFailure(error) });
    });
    this.#working.add(work);
    void work.finally(() => {
      this.#working.delete(work);
      // A key may have been replaced by another one while Keydesk still worked on its row.
      if (!this.#signal.aborted) this.#plugged(this.#context.keyHost.keys());
    });
  }

  async #work(keyId: string): Promise<void> {
    const key = this.#context.keyHost.keys().find(({ id }) => id === keyId);
    if (key === undefined || this.#signal.aborted) return;
    const { content } = this.#held;
    const made = await this.#madeOn(key);
    if (made !== undefined) return this.#change(keyId, { ...idle, state: 'remove', rowId: made.id });
    const identity = await this.#context.inventory.nameOf(key);
    const cutOff = identity === undefined ? await this.#cutOff(key) : undefined;
    const claim = cutOff?.claim ?? claimFor(content, key, identity, { taken: this.#taken, failed: this.#failed });
    if (claim === undefined) return this.#withoutRow(keyId);
    this.#taken.add(claim.row.id);
    try {
      await this.#enroll(claim, key, cutOff);
    } finally {
      this.#taken.delete(claim.row.id);
      this.#show();
    }
  }

  /** SECURITY: asked before anything else, because a profile may reset the key and destroy the passkey of another row. */
  async #madeOn(key: KeySummary): Promise<PackageRow | undefined> {
    const { content } = this.#held;
    if (key.serial !== undefined) return madeWithSerial(content, key.serial);
    const unnumbered = unnumberedKeys(content);
    if (unnumbered.length === 0) return undefined;
    return this.#context.keys.ask(key.id, open => madeAmong(unnumbered, open), this.#signal);
  }

  /** @throws KeydeskError key-…, for example because the key is taken out again */
  async #cutOff(key: KeySummary): Promise<CutOff | undefined> {
    const found = await findCutOff(this.#context, this.#held.content, key, { taken: this.#taken }, this.#signal);
    // Another key may have taken the row meanwhile.
    return found?.claim !== undefined && this.#taken.has(found.claim.row.id) ? undefined : found;
  }

  async #enroll({ row, pin }: Claim, key: KeySummary, cutOff: CutOff | undefined): Promise<void> {
    const { enrollments } = this.#context;
    const id = randomUUID();
    row.error = null;
    this.#change(key.id, { ...idle, state: 'working', rowId: row.id, enrollmentId: id });
    const events = enrollments.startElsewhere(
      placeOf(this.#context, this.#held, this.#journal, row, pin),
      {
        user: row.user.id,
        interactive: this.#request.interactive,
        keyId: key.id,
        ...(row.name === null ? {} : { displayName: row.name }),
        ...(pin === undefined ? {} : { pin: { kind: 'given', pin } }),
      },
      { id, signal: this.#signal },
    );
    for await (const event of events) {
      if (event.type === 'step') this.#change(key.id, { step: event.step, interaction: { kind: 'none' } });
      if (event.type === 'interaction') this.#change(key.id, { interaction: event.interaction });
      if (event.type === 'warning') this.#tell(event);
      if (event.type === 'completed') {
        noteProfile(row, event.result);
        await this.#held.save();
        this.#change(key.id, { ...idle, state: 'remove', rowId: row.id });
      }
      if (event.type === 'failed') {
        const { error, ...failure } = event.failure;
        await this.#noteFailure(row, key.id, { ...failure, error: orPerhaps(error, cutOff) });
      }
    }
    this.#tell({ type: 'row', row: toDeferredRow(row) });
  }

  /** A key that was refused before anything was written, and a cancel, say nothing about the row: it waits for another key. */
  async #noteFailure(row: PackageRow, keyId: string, { error, journalState }: EnrollmentFailure): Promise<void> {
    this.#change(keyId, { ...idle, state: 'refused', rowId: row.id, failure: error });
    const isOfKey = errorSubjectOf(error.code) !== 'user';
    if (error.code === 'cancelled' || (journalState === null && isOfKey && !this.#refused.has(row.id))) {
      if (isOfKey) this.#refused.add(row.id);
      return;
    }
    this.#failed.add(row.id);
    row.error = error;
    await this.#held.save();
  }

  /** Rows for which a key was refused. If a second one is refused, the reason may be the row's profile or user. */
  readonly #refused = new Set<string>();

  #withoutRow(keyId: string): void {
    const waits = nextRow(this.#held.content, { taken: this.#taken, failed: this.#failed }) !== undefined;
    const failure: Failure | null = waits ? toFailure(new KeydeskError('batch-other-serial')) : null;
    this.#change(keyId, { ...idle, state: failure === null ? 'idle' : 'refused', failure });
  }

  #change(keyId: string, change: Partial<MakingKey>): void {
    const key = this.#keys.get(keyId);
    if (key !== undefined) this.#keys.set(keyId, { ...key, ...change });
    this.#show();
  }

  #show(): void {
    const next = nextRow(this.#held.content, { taken: this.#taken, failed: this.#failed });
    this.#tell({
      type: 'keys',
      keys: [...this.#keys.values()],
      next: next === undefined ? null : toDeferredRow(next),
      over: next === undefined && this.#taken.size === 0,
    });
  }
}

/** Clock difference from which on a person is warned, in ms. */
const CLOCK_TOLERANCE = 60_000;

const idle = {
  state: 'idle',
  rowId: null,
  enrollmentId: null,
  step: null,
  interaction: { kind: 'none' },
  failure: null,
} as const;
