import { asksPerson, type EnrollmentRun } from '../../../contract/enrollment/runs.ts';
import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { nextRun, randomPinOf } from './runState.ts';

/** An enrollment that a window began. */
export interface KeptRun {
  run: EnrollmentRun;
  pin?: string | undefined;
  /** Runs while the enrollment waits for an answer and no window is open. */
  timer?: NodeJS.Timeout | undefined;
}

/** The list of ongoing enrollments, and the windows that watch it. */
export interface RunList {
  readonly kept: Map<string, KeptRun>;
  list(): EnrollmentRun[];
  /** Call after a change. Notifies the windows. */
  changed(): void;
  /** Calls the listener with the list after every change. Returns the function that ends this. */
  subscribe(listener: (runs: EnrollmentRun[]) => void): () => void;
  close(): void;
}

/**
 * Creates an empty list.
 * @param absence how long an enrollment waits for an answer while no window watches, in ms
 * @param cancel called with the id of an enrollment that waited so long
 */
export function createRunList(absence: number, cancel: (enrollmentId: string) => void): RunList {
  const kept = new Map<string, KeptRun>();
  const listeners = new Set<(runs: EnrollmentRun[]) => void>();
  const list = () => [...kept.values()].map(({ run }) => run);
  /** Cancels an enrollment that waits too long for an answer while no window is open. Keeps its PIN. */
  const watchAbsence = (each: KeptRun) => {
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
  return {
    kept,
    list,
    changed: () => {
      watchAbsences();
      for (const listener of listeners) listener(list());
    },
    subscribe: listener => {
      listeners.add(listener);
      watchAbsences();
      return () => {
        listeners.delete(listener);
        watchAbsences();
      };
    },
    close: () => {
      for (const { timer } of kept.values()) clearTimeout(timer);
      listeners.clear();
    },
  };
}

/**
 * Removes earlier enrollments of a user before a new one.
 * @throws KeydeskError enrollment-running, pin-unseen if the user's earlier one still has an unseen PIN, invalid-input for an id in use
 */
export function makeRoom({ kept }: RunList, enrollmentId: string, userId: string): void {
  if (kept.has(enrollmentId)) throw new KeydeskError('invalid-input', { detail: 'enrollment-begun' });
  const of = [...kept.values()].filter(({ run }) => run.user.id === userId);
  if (of.some(({ run }) => run.end === null)) throw new KeydeskError('enrollment-running');
  // Never discard a PIN that nobody has seen. A person shows or dismisses it first.
  if (of.some(({ pin }) => pin !== undefined)) throw new KeydeskError('pin-unseen');
  for (const { run } of of) kept.delete(run.enrollmentId);
}

/** Adds an enrollment to the list and follows its events to the end. @throws any error of the events */
export async function followRun(
  { kept, changed }: RunList,
  run: EnrollmentRun,
  events: AsyncIterable<EnrollmentEvent>,
): Promise<void> {
  const each: KeptRun = { run };
  kept.set(run.enrollmentId, each);
  changed();
  try {
    for await (const event of events) {
      each.pin = randomPinOf(event) ?? each.pin;
      each.run = nextRun(each.run, event);
      changed();
    }
  } finally {
    // After any error, set an end, so that no window waits forever.
    if (each.run.end === null) {
      each.run = nextRun(each.run, brokenRun());
      changed();
    }
  }
}

/** Deletes the random PIN of an enrollment from memory. */
export function forgetPin({ kept, changed }: RunList, enrollmentId: string): void {
  const found = kept.get(enrollmentId);
  if (found?.pin === undefined) return;
  found.pin = undefined;
  found.run = { ...found.run, pinHeld: false };
  changed();
}

function brokenRun(): EnrollmentEvent {
  const error = toFailure(new KeydeskError('internal'));
  return { type: 'failed', failure: { error, cleanedUp: false, journalState: null, steps: [] } };
}
