import { randomUUID } from 'node:crypto';
import type { EnrollmentEvent, EnrollmentRequest, FinishRequest, Unfinished } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import type { Activity } from '../activity/activity.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { BoundTenant } from '../boundTenant.ts';
import { closeInOrder } from '../closing.ts';
import { correlated } from '../correlation.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasskeyLists } from '../directory/passkeyLists.ts';
import { type GraphWait, watchingWaits } from '../graph/waits.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { KeyHost } from '../keys/keyHost.ts';
import type { Keys, OpenKey } from '../keys/keys.ts';
import type { NewPinRule } from '../keys/newPinRule.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Policies } from '../policy/policies.ts';
import type { Store } from '../store/database.ts';
import { Channel } from '../stream.ts';
import type { CeremonyEnd } from './ceremony.ts';
import { conductorOf, type Running } from './conducting.ts';
import type { Conductor } from './conductor.ts';
import { openHabits } from './habits.ts';
import type { Journal } from './journal.ts';
import { enrollmentsOf } from './ofTenant.ts';
import type { CeremonyParts } from './parts.ts';
import { createRecoveries, type Recovery } from './recoveries.ts';
import { sleep } from './sleep.ts';

/** One tenant, and what enrollments in it need. */
export interface EnrollmentDesk {
  readonly tenant: Pick<BoundTenant, 'id' | 'graph'>;
  readonly directory: Pick<Directory, 'live' | 'resolve'>;
  readonly newPinRule: NewPinRule;
  readonly policies: Policies;
  readonly activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  readonly assignments: Pick<Assignments, 'follow' | 'settle'>;
  readonly inventory: Pick<Inventory, 'guard' | 'nameOf'>;
  readonly passkeyLists: Pick<PasskeyLists, 'add'>;
}

export interface EnrollmentParts {
  store: Pick<Store, 'database'>;
  keys: Keys;
  journal: Journal;
  metadata: Metadata;
  keyHost: KeyHost;
  /** Binds the connected tenant, for one recovery. */
  bind: () => EnrollmentDesk;
  /** Names a tenant for a person. */
  nameTenant: (id: string) => string;
  sleep?: CeremonyParts['sleep'] | undefined;
  log: (message: string) => void;
}

export interface FinishOptions {
  signal?: AbortSignal | undefined;
  /** The id of the run. Default: a new one. */
  id?: string | undefined;
}

export interface StartOptions extends FinishOptions {
  /** The user proved who they are, so that no name can be mistaken for another person's. */
  identityProven?: boolean;
}

/** Enrollments in one tenant, each a stream of its own, and those that earlier ones left unfinished. */
export interface Enrollments {
  /** Ends with exactly one `completed` or `failed`; leaving the stream early, or its signal, cancels the enrollment. */
  start(request: EnrollmentRequest, options?: StartOptions): Channel<EnrollmentEvent>;
  /** Finishes an unfinished enrollment with its key; the same kind of stream. */
  finish(request: FinishRequest, options?: FinishOptions): Channel<EnrollmentEvent>;
  /** Closes an entry because a person decided so. @throws KeydeskError unfinished-not-found, unfinished-in-use */
  discard(enrollmentId: string): Promise<Unfinished[]>;
  /** Looks for unfinished ones on a key that is about to be reset. Never rejects. */
  beforeReset(key: OpenKey): Promise<BeforeErasure>;
  /**
   * Looks for the unfinished one that made a credential which is about to be deleted from its key.
   * @throws CtapError as the deletion would: a wrong PIN costs one attempt, not two
   */
  beforeDeletion(key: OpenKey, pin: string, credentialId: Uint8Array): Promise<BeforeErasure>;
  /** Of all tenants: each says whose it is. */
  unfinished(): Promise<Unfinished[]>;
  recover(): Promise<Unfinished[]>;
}

/** The enrollments of this Keydesk that are running, of all tenants. */
export interface RunningEnrollments {
  /** Those of one tenant. */
  of(desk: EnrollmentDesk): Enrollments;
  /** @throws KeydeskError invalid-input when that enrollment asks for no PIN */
  answer(enrollmentId: string, pin: string): void;
  /** Takes a question for a finger back and asks for the PIN; does nothing where no finger is asked for. */
  preferPin(enrollmentId: string): void;
  cancel(enrollmentId: string): void;
  /** Whether any runs now. */
  busy(): boolean;
  /** Recovers once now, in the connected tenant. Never rejects. */
  recoverNow(): Promise<void>;
  /** Cancels what runs and waits for its clean end. */
  close(): Promise<void>;
}

/** Unfinished enrollments whose credentials are about to be erased with their key. */
export interface BeforeErasure {
  /** Call after the key has confirmed it. Closes them. */
  erased(): Promise<void>;
}

/** What one run at a key does, and how its end is recorded. */
export interface Work {
  readonly interactive: boolean;
  readonly run: (conductor: Conductor) => Promise<CeremonyEnd>;
  readonly record: (end: CeremonyEnd, correlation: { id: string; requestIds: readonly string[] }) => Promise<void>;
}

export function createEnrollments(parts: EnrollmentParts): RunningEnrollments {
  const { journal, log } = parts;
  const running = new Map<string, Running>();
  const habits = openHabits(parts.store);
  const ceremonyOf = (desk: EnrollmentDesk): CeremonyParts => ({
    graph: desk.tenant.graph,
    connection: desk.tenant.id ?? '',
    nameTenant: parts.nameTenant,
    user: desk.directory.live,
    keys: parts.keys,
    nameOf: desk.inventory.nameOf,
    newPinRule: desk.newPinRule,
    journal,
    habits,
    metadata: parts.metadata,
    policies: desk.policies,
    activity: desk.activity,
    sleep: parts.sleep ?? sleep,
    log,
  });
  const recoveryOf = (desk: EnrollmentDesk): Recovery => ({
    ceremony: ceremonyOf(desk),
    settle: desk.assignments.settle,
  });
  const recoveries = createRecoveries({
    journal,
    bind: () => recoveryOf(parts.bind()),
    busy: () => running.size > 0,
    log,
  });
  let known: ReadonlySet<string> = new Set(parts.keyHost.keys().map(key => key.id));
  const unsubscribe = parts.keyHost.onKeys(keys => {
    const ids = new Set(keys.map(key => key.id));
    const plugged = [...ids].some(id => !known.has(id));
    known = ids;
    if (plugged) recoveries.plugged();
  });

  const begin = (work: Work, { signal, id = randomUUID() }: FinishOptions): Channel<EnrollmentEvent> => {
    const abort = new AbortController();
    const channel = new Channel<EnrollmentEvent>(() => abort.abort());
    if (signal?.aborted) abort.abort();
    signal?.addEventListener('abort', () => abort.abort());
    channel.push({ type: 'accepted', enrollmentId: id });
    const entry: Running = { abort, done: Promise.resolve(), answer: undefined, preferPin: undefined };
    running.set(id, entry);
    const conductor = conductorOf(entry, work.interactive, channel);
    const showWait = (wait: GraphWait | null) => {
      if (wait === null) return conductor.interact({ kind: 'none' });
      const until = new Date(Date.now() + wait.ms).toISOString();
      conductor.interact({ kind: 'wait', until, reason: wait.reason });
    };
    entry.done = correlated(async correlation => {
      await recoveries.giveWay();
      const end = await watchingWaits(showWait, () => work.run(conductor));
      channel.push(end.ok ? { type: 'completed', result: end.result } : { type: 'failed', failure: end.failure });
      channel.end();
      try {
        await work.record(end, correlation);
      } catch (error) {
        // Its journal entry is still there, and recovery settles it.
        log(`enrollment ${id}: its end could not be recorded: ${String(error)}`);
      }
      running.delete(id);
      recoveries.enrollmentEnded();
    });
    return channel;
  };

  const of = (desk: EnrollmentDesk): Enrollments =>
    enrollmentsOf({ desk, ceremony: ceremonyOf(desk), journal, recoveries, begin, log });

  return {
    of,
    answer: (enrollmentId, pin) => {
      const answer = running.get(enrollmentId)?.answer;
      if (answer === undefined) throw new KeydeskError('invalid-input', { detail: 'this enrollment asks for no PIN' });
      answer({ kind: 'given', pin });
    },
    preferPin: enrollmentId => running.get(enrollmentId)?.preferPin?.(),
    busy: () => running.size > 0,
    cancel: enrollmentId => running.get(enrollmentId)?.abort.abort(),
    recoverNow: () => recoveries.now(),
    close: async () => {
      unsubscribe();
      for (const { abort } of running.values()) abort.abort();
      const ended = Promise.allSettled([...running.values()].map(({ done }) => done));
      await closeInOrder([
        ['recovery', recoveries.close],
        ['running enrollments', () => ended],
      ]);
    },
  };
}
