import {
  asksPerson,
  type BeginFinish,
  type BeginRequest,
  type EnrollmentRun,
  newRun,
} from '../../../contract/enrollment/runs.ts';
import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { type Channel, watch } from '../../base/stream.ts';
import type { Enrollments, RunningEnrollments } from './enrollments.ts';
import { nextRun, randomPinOf } from './runState.ts';

/** How long an enrollment asks while no window is there, in ms: a reload and a lost connection take seconds. */
const ABSENCE = 2 * 60_000;

export interface RunsParts {
  enrollments: Pick<Enrollments, 'start' | 'finish'> &
    Pick<RunningEnrollments, 'cancel' | 'pinSeen' | 'pinLost' | 'onErased'>;
  log: (message: string) => void;
  /** Default: two minutes. */
  absence?: number | undefined;
}

/**
 * The enrollments that windows began. They belong to the core: a window that reloads, or whose connection is lost, finds them again.
 * SECURITY: a random PIN is in memory only, from the end of its enrollment until it was seen or dismissed.
 */
export interface Runs {
  /** @throws KeydeskError enrollment-running, pin-unseen for a user whose earlier one holds a PIN, invalid-input for an id in use */
  begin(request: BeginRequest): void;
  /** As `begin`. */
  beginFinish(request: BeginFinish): void;
  watch(signal: AbortSignal | undefined): Channel<EnrollmentRun[]>;
  /** @throws KeydeskError pin-forgotten */
  showPin(enrollmentId: string): { pin: string };
  pinSeen(enrollmentId: string): Promise<void>;
  /** Does nothing to one that runs. */
  dismiss(enrollmentId: string): Promise<void>;
  cancel(enrollmentId: string): void;
  /** Whether one runs or holds a PIN: what ends Keydesk now loses something. */
  needWindow(): boolean;
  holdPin(): boolean;
  close(): void;
}

interface Kept {
  run: EnrollmentRun;
  pin?: string | undefined;
  /** Runs while the enrollment asks and no window is there. */
  timer?: NodeJS.Timeout | undefined;
}

export function createRuns({ enrollments, log, absence = ABSENCE }: RunsParts): Runs {
  const kept = new Map<string, Kept>();
  const listeners = new Set<(runs: EnrollmentRun[]) => void>();

  const list = () => [...kept.values()].map(({ run }) => run);
  const changed = () => {
    watchAbsences();
    for (const listener of listeners) listener(list());
  };
  /** Ends an enrollment that asks for long without any window that could answer. Its PIN is kept. */
  const watchAbsence = (each: Kept) => {
    const away = listeners.size === 0 && asksPerson(each.run);
    if (!away) {
      clearTimeout(each.timer);
      each.timer = undefined;
    } else if (each.timer === undefined) {
      each.timer = setTimeout(() => cancel(each.run.enrollmentId), absence);
      each.timer.unref();
    }
  };
  const watchAbsences = () => {
    for (const each of kept.values()) watchAbsence(each);
  };
  const subscribe = (listener: (runs: EnrollmentRun[]) => void) => {
    listeners.add(listener);
    watchAbsences();
    return () => {
      listeners.delete(listener);
      watchAbsences();
    };
  };
  const cancel = (enrollmentId: string) => {
    const found = kept.get(enrollmentId);
    if (found?.run.end === null) found.run = { ...found.run, cancelling: true };
    changed();
    enrollments.cancel(enrollmentId);
  };

  const makeRoom = (enrollmentId: string, userId: string) => {
    if (kept.has(enrollmentId)) throw new KeydeskError('invalid-input', { detail: 'enrollment-begun' });
    const of = [...kept.values()].filter(({ run }) => run.user.id === userId);
    if (of.some(({ run }) => run.end === null)) throw new KeydeskError('enrollment-running');
    // Never destroys a PIN that no one has seen: a person shows or forgets it first.
    if (of.some(({ pin }) => pin !== undefined)) throw new KeydeskError('pin-unseen');
    for (const { run } of of) kept.delete(run.enrollmentId);
  };
  const keep = (run: EnrollmentRun, events: AsyncIterable<EnrollmentEvent>) => {
    const each: Kept = { run };
    kept.set(run.enrollmentId, each);
    changed();
    void follow(each, events).catch(error => log(`enrollment ${run.enrollmentId}: ${String(error)}`));
  };
  const follow = async (each: Kept, events: AsyncIterable<EnrollmentEvent>) => {
    try {
      for await (const event of events) {
        each.pin = randomPinOf(event) ?? each.pin;
        each.run = nextRun(each.run, event);
        changed();
      }
    } finally {
      // Whatever broke: no window waits for ever.
      if (each.run.end === null) {
        const error = toFailure(new KeydeskError('internal'));
        each.run = nextRun(each.run, {
          type: 'failed',
          failure: { error, cleanedUp: false, journalState: null, steps: [] },
        });
        changed();
      }
    }
  };
  const forgetPin = (enrollmentId: string) => {
    const found = kept.get(enrollmentId);
    if (found?.pin === undefined) return;
    found.pin = undefined;
    found.run = { ...found.run, pinHeld: false };
    changed();
  };

  /** What a key held went with its reset: neither passkey nor PIN is there to be shown. */
  const stopListening = enrollments.onErased(keyId => {
    for (const [id, { run }] of kept) {
      if (run.end === null || run.keyId !== keyId) continue;
      kept.delete(id);
      void enrollments.pinSeen(id);
    }
    changed();
  });

  return {
    begin: ({ enrollmentId, user, ...request }) => {
      makeRoom(enrollmentId, user.id);
      const events = enrollments.start({ ...request, user: user.id, interactive: true }, { id: enrollmentId });
      keep(newRun({ enrollmentId, user, keyId: request.keyId }), events);
    },
    beginFinish: ({ enrollmentId, unfinishedId, user, ...request }) => {
      makeRoom(enrollmentId, user.id);
      const events = enrollments.finish(
        { ...request, enrollmentId: unfinishedId, interactive: true },
        { id: enrollmentId },
      );
      keep(newRun({ enrollmentId, user, keyId: request.keyId ?? '', finishes: unfinishedId }), events);
    },
    watch: signal => watch(list(), subscribe, signal),
    showPin: enrollmentId => {
      const pin = kept.get(enrollmentId)?.pin;
      if (pin === undefined) throw new KeydeskError('pin-forgotten');
      return { pin };
    },
    pinSeen: enrollmentId => {
      forgetPin(enrollmentId);
      return enrollments.pinSeen(enrollmentId);
    },
    dismiss: async enrollmentId => {
      if (kept.get(enrollmentId)?.run.end === null) return;
      kept.delete(enrollmentId);
      changed();
      await enrollments.pinLost(enrollmentId);
    },
    cancel,
    needWindow: () => [...kept.values()].some(({ run, pin }) => run.end === null || pin !== undefined),
    holdPin: () => [...kept.values()].some(({ pin }) => pin !== undefined),
    close: () => {
      stopListening();
      for (const { timer } of kept.values()) clearTimeout(timer);
      listeners.clear();
    },
  };
}
