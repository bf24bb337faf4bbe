import { randomUUID } from 'node:crypto';
import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { closeInOrder } from '../../base/closing.ts';
import { correlated } from '../../base/correlation.ts';
import { Channel } from '../../base/stream.ts';
import { type GraphWait, watchingWaits } from '../../services/graph/waits.ts';
import { conductorOf, type Running } from './conducting.ts';
import type {
  EnrollmentDesk,
  EnrollmentParts,
  Enrollments,
  FinishOptions,
  RunningEnrollments,
  Work,
} from './enrollments.ts';
import { openHabits } from './habits.ts';
import { enrollmentsOf } from './ofTenant.ts';
import type { CeremonyParts } from './parts.ts';
import { createRecoveries, type Recovery } from './recoveries.ts';
import { sleep } from './sleep.ts';
import { openUnseenPins } from './unseenPins.ts';

/** The enrollments of this Keydesk. */
export function createEnrollments(parts: EnrollmentParts): RunningEnrollments {
  const { journal, log } = parts;
  const running = new Map<string, Running>();
  /** The journal entries of runs that made a random PIN. */
  const unseen = new Map<string, string>();
  const erasedListeners = new Set<(keyId: string) => void>();
  const erased = (keyId: string) => {
    for (const listener of erasedListeners) listener(keyId);
  };
  const unseenPins = openUnseenPins({ ...parts, activity: () => parts.bind().activity });
  const habits = openHabits(parts.store);
  const ceremonyOf = (desk: EnrollmentDesk): CeremonyParts => ({
    graph: desk.tenant.graph,
    connection: () => desk.tenant.id ?? '',
    nameTenant: parts.nameTenant,
    user: desk.directory.live,
    keys: parts.keys,
    observers: [],
    nameOf: desk.inventory.nameOf,
    newPinRule: desk.newPinRule,
    journal,
    unseenPins,
    habits,
    metadata: parts.metadata,
    policies: desk.policies,
    activity: desk.activity,
    sleep: parts.sleep ?? sleep,
    log,
  });
  const recoveryOf = (desk: EnrollmentDesk): Recovery => ({
    ceremony: ceremonyOf(desk),
    settle: desk.journalChanged,
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
      if (end.state.pin.random !== undefined && end.state.journalId !== undefined) unseen.set(id, end.state.journalId);
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
    enrollmentsOf({ desk, ceremony: ceremonyOf(desk), journal, recoveries, begin, erased, log });

  return {
    of,
    answer: (enrollmentId, pin) => {
      const answer = running.get(enrollmentId)?.answer;
      if (answer === undefined) throw new KeydeskError('invalid-input', { detail: 'no-pin-asked' });
      answer({ kind: 'given', pin });
    },
    preferPin: enrollmentId => running.get(enrollmentId)?.preferPin?.(),
    onErased: listener => {
      erasedListeners.add(listener);
      return () => void erasedListeners.delete(listener);
    },
    busy: () => running.size > 0,
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
    recoverNow: () => recoveries.now(),
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
