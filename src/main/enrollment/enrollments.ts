import { randomUUID } from 'node:crypto';
import type { EnrollmentEvent, EnrollmentRequest, FinishRequest, Unfinished } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { equal } from '../../ctap/bytes.ts';
import type { Activity } from '../activity/activity.ts';
import type { Assignments } from '../assignments/assignments.ts';
import { closeInOrder } from '../closing.ts';
import { type Connections, nameOfConnection } from '../connections.ts';
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
import type { Instance } from '../store/instance.ts';
import { Channel } from '../stream.ts';
import { type CeremonyEnd, enroll } from './ceremony.ts';
import { conductorOf, type Running } from './conducting.ts';
import type { Conductor } from './conductor.ts';
import { recordDone } from './done.ts';
import { entryOfEnd, entryOfFinish } from './endEntries.ts';
import { closeErased, type Erasure, replacedBy, unansweredOn, unfinishedOn } from './erased.ts';
import { discard, finish } from './finish.ts';
import { openHabits } from './habits.ts';
import { type Journal, type JournalEntry, toUnfinished } from './journal.ts';
import type { CeremonyParts } from './parts.ts';
import { createRecoveries } from './recoveries.ts';
import { sleep } from './sleep.ts';
import { openUnseenPins } from './unseenPins.ts';

export interface EnrollmentParts {
  store: Pick<Store, 'database' | 'flush'>;
  instance: Instance;
  connections: Connections;
  directory: Pick<Directory, 'live' | 'resolve'>;
  keys: Keys;
  newPinRule: NewPinRule;
  journal: Journal;
  metadata: Metadata;
  keyHost: KeyHost;
  policies: Policies;
  activity: Activity;
  assignments: Pick<Assignments, 'follow' | 'settle'>;
  inventory: Pick<Inventory, 'guard' | 'nameOf' | 'idOf'>;
  passkeyLists: Pick<PasskeyLists, 'add'>;
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

/** The enrollments that are running, each a stream of its own, and those that earlier ones left unfinished. */
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
  /** @throws KeydeskError invalid-input when that enrollment asks for no PIN */
  answer(enrollmentId: string, pin: string): void;
  /** Takes a question for a finger back and asks for the PIN; does nothing where no finger is asked for. */
  preferPin(enrollmentId: string): void;
  /** A person has seen the random PIN of a run. Never rejects. */
  pinSeen(enrollmentId: string): Promise<void>;
  /** The random PIN of a run is forgotten although it is not known that a person has seen it. Never rejects. */
  pinLost(enrollmentId: string): Promise<void>;
  /** A person knows the PIN of a key, or the key has none. Never rejects. */
  pinKnown(key: OpenKey): Promise<void>;
  cancel(enrollmentId: string): void;
  /** Whether any runs now. */
  busy(): boolean;
  unfinished(): Promise<Unfinished[]>;
  recover(): Promise<Unfinished[]>;
  /** Recovers once now. Never rejects. */
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
interface Work {
  readonly interactive: boolean;
  readonly run: (conductor: Conductor) => Promise<CeremonyEnd>;
  readonly record: (end: CeremonyEnd, correlation: { id: string; requestIds: readonly string[] }) => Promise<void>;
}

export function createEnrollments(parts: EnrollmentParts): Enrollments {
  const { directory, journal, activity, log } = parts;
  const running = new Map<string, Running>();
  /** The journal entries of runs that made a random PIN. */
  const unseen = new Map<string, string>();
  const unseenPins = openUnseenPins(parts);
  const ceremonyParts: CeremonyParts = {
    graph: () => parts.connections.graph(),
    connection: () => nameOfConnection(parts.connections.current()) ?? '',
    user: directory.live,
    keys: parts.keys,
    nameOf: parts.inventory.nameOf,
    newPinRule: parts.newPinRule,
    journal,
    unseenPins,
    habits: openHabits(parts.store),
    metadata: parts.metadata,
    policies: parts.policies,
    activity,
    sleep: parts.sleep ?? sleep,
    log,
  };
  const recoveries = createRecoveries({
    ceremony: ceremonyParts,
    settle: parts.assignments.settle,
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
      if (end.state.pin.random !== undefined && end.state.journalId !== undefined) unseen.set(id, end.state.journalId);
      channel.push(end.ok ? { type: 'completed', result: end.result } : { type: 'failed', failure: end.failure });
      channel.end();
      try {
        await work.record(end, correlation);
        if (end.ok) await keepPasskey(end);
      } catch (error) {
        // Its journal entry is still there, and recovery settles it.
        log(`enrollment ${id}: its end could not be recorded: ${String(error)}`);
      }
      running.delete(id);
      recoveries.enrollmentEnded();
    });
    return channel;
  };

  const keepPasskey = async ({ result: { user, method } }: Extract<CeremonyEnd, { ok: true }>) => {
    await parts.passkeyLists.add(user.id, method).catch(error => log(`passkey list: ${String(error)}`));
  };

  const start: Enrollments['start'] = (request, { identityProven = false, ...options } = {}) => {
    const user = identityProven ? directory.live : directory.resolve;
    const { keys, policies: guarded, heldBy } = parts.inventory.guard(ceremonyParts);
    const policies = { ...ceremonyParts.policies, ...guarded };
    const { assignmentId } = request;
    const { journal: followed, ...fulfilment } = parts.assignments.follow(journal, { assignmentId, heldBy });
    return begin(
      {
        interactive: request.interactive,
        run: conductor => enroll({ ...ceremonyParts, user, journal: followed, keys, policies }, request, conductor),
        record: async (end, correlation) => {
          // After the person was told, and before anybody can ask for the log.
          const recorded = recordEnd(end, { ...entryOfEnd(end, request), correlation });
          fulfilment.end(end);
          await recorded;
          const replaced = end.ok ? await replacedBy(ceremonyParts, end.state).catch(noneFor('replaced')) : [];
          await closeErased(ceremonyParts, replaced, 'key-enrolled-again').catch(error =>
            log(`journal: ${String(error)}`),
          );
          if (end.state.resumed || replaced.length > 0) await settle();
        },
      },
      options,
    );
  };

  /** Where it cannot be written now, the enrollment stays `proven`, and recovery records it. */
  const recordEnd = async (end: CeremonyEnd, entry: Parameters<Activity['record']>[0]): Promise<void> => {
    if (!end.ok) return activity.record(entry);
    const { enrollmentId } = end.result;
    try {
      await recordDone({ journal, activity }, enrollmentId, entry);
    } catch (error) {
      await journal.release(enrollmentId);
      log(`enrollment ${enrollmentId}: could not be recorded as done: ${String(error)}`);
    }
  };
  /** What cannot be found out stays unfinished in the journal. */
  const noneFor = (what: string) => (error: unknown) => {
    log(`journal, ${what}: ${String(error)}`);
    return [];
  };
  const settle = () => parts.assignments.settle().catch(error => log(`assignments: ${String(error)}`));

  const close = async (entries: readonly JournalEntry[], erasure: Erasure) => {
    if (entries.length === 0) return;
    await recoveries.giveWay();
    try {
      await closeErased(ceremonyParts, entries, erasure);
    } finally {
      recoveries.enrollmentEnded();
    }
    await settle();
  };

  const pinKnown = async (key: OpenKey) => {
    const identity = await parts.inventory.nameOf(key.summary).catch(() => undefined);
    await unseenPins.known({ identity, id: await parts.inventory.idOf(key) });
  };

  const unfinished = async () => (await journal.abandoned()).map(toUnfinished);

  return {
    start,
    finish: (request, options = {}) =>
      begin(
        {
          interactive: request.interactive,
          run: conductor => finish(ceremonyParts, request, conductor),
          record: async (end, correlation) => {
            const entry = await journal.get(request.enrollmentId);
            if (entry !== undefined) await recordEnd(end, { ...entryOfFinish(end, entry), correlation });
            await settle();
          },
        },
        options,
      ),
    discard: async id => {
      await recoveries.giveWay();
      try {
        await discard(ceremonyParts, id);
      } finally {
        recoveries.enrollmentEnded();
      }
      await settle();
      return unfinished();
    },
    beforeReset: async key => {
      const found = await unfinishedOn(ceremonyParts, key).catch(noneFor('before a reset'));
      const identity = await parts.inventory.nameOf(key.summary).catch(() => undefined);
      const id = await parts.inventory.idOf(key);
      return {
        erased: async () => {
          await unseenPins.known({ identity, id });
          await close(found, 'key-reset');
        },
      };
    },
    beforeDeletion: async (key, pin, credentialId) => {
      const known = (await journal.abandoned()).filter(
        entry => entry.credential_id !== null && equal(entry.credential_id, credentialId),
      );
      const unanswered = await unansweredOn(ceremonyParts, key, pin);
      const made = unanswered.filter(found => equal(found.credentialId, credentialId)).map(({ entry }) => entry);
      return { erased: () => close([...known, ...made], 'credential-deleted') };
    },
    answer: (enrollmentId, pin) => {
      const answer = running.get(enrollmentId)?.answer;
      if (answer === undefined) throw new KeydeskError('invalid-input', { detail: 'this enrollment asks for no PIN' });
      answer({ kind: 'given', pin });
    },
    preferPin: enrollmentId => running.get(enrollmentId)?.preferPin?.(),
    busy: () => running.size > 0,
    pinKnown,
    pinSeen: async enrollmentId => {
      const entry = unseen.get(enrollmentId);
      unseen.delete(enrollmentId);
      if (entry !== undefined) await unseenPins.forget(entry);
    },
    pinLost: async enrollmentId => {
      const entry = unseen.get(enrollmentId);
      unseen.delete(enrollmentId);
      if (entry !== undefined) await unseenPins.lose(entry);
    },
    cancel: enrollmentId => running.get(enrollmentId)?.abort.abort(),
    unfinished,
    recover: async () => {
      await recoveries.now();
      return unfinished();
    },
    recoverNow: recoveries.now,
    close: async () => {
      unsubscribe();
      for (const { abort } of running.values()) abort.abort();
      const ended = Promise.allSettled([...running.values()].map(({ done }) => done));
      await closeInOrder([
        ['recovery', recoveries.close],
        ['running enrollments', () => ended],
        ['unseen PINs', unseenPins.loseOwn],
      ]);
    },
  };
}
