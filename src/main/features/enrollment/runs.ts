import { type BeginFinish, type BeginRequest, type EnrollmentRun, newRun } from '../../../contract/enrollment/runs.ts';
import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Channel, watch } from '../../base/stream.ts';
import type { Enrollments, RunningEnrollments } from './enrollments.ts';
import { createRunList, followRun, forgetPin, makeRoom } from './runList.ts';

/** How long an enrollment waits for an answer while no window is open, in ms. A reload or a reconnect takes seconds. */
const ABSENCE = 2 * 60_000;

export interface RunsParts {
  enrollments: Pick<Enrollments, 'start' | 'finish'> &
    Pick<RunningEnrollments, 'cancel' | 'pinSeen' | 'pinLost' | 'onErased'>;
  log: (message: string) => void;
  /** Default: two minutes. */
  absence?: number | undefined;
}

/**
 * The enrollments that windows began. They belong to the core: a window finds them again after a reload or a reconnect.
 * SECURITY: a random PIN is in memory only, from the end of its enrollment until it was seen or dismissed.
 */
export interface Runs {
  /**
   * Starts an enrollment.
   * @throws KeydeskError enrollment-running, pin-unseen if the user's earlier one still has an unseen PIN, invalid-input for an id in use
   */
  begin(request: BeginRequest): void;
  /** Finishes an unfinished enrollment. Throws like `begin`. */
  beginFinish(request: BeginFinish): void;
  watch(signal: AbortSignal | undefined): Channel<EnrollmentRun[]>;
  /** Returns the random PIN. @throws KeydeskError pin-forgotten */
  showPin(enrollmentId: string): { pin: string };
  pinSeen(enrollmentId: string): Promise<void>;
  /** Removes an enrollment from the list. Ignores a running one. */
  dismiss(enrollmentId: string): Promise<void>;
  cancel(enrollmentId: string): void;
  /** Returns whether an enrollment runs or has an unseen PIN, which would be lost if Keydesk ended now. */
  needWindow(): boolean;
  holdPin(): boolean;
  close(): void;
}

export function createRuns({ enrollments, log, absence = ABSENCE }: RunsParts): Runs {
  const cancel = (enrollmentId: string) => {
    const found = kept.get(enrollmentId);
    if (found?.run.end === null) found.run = { ...found.run, canceling: true };
    runs.changed();
    enrollments.cancel(enrollmentId);
  };
  const runs = createRunList(absence, cancel);
  const { kept } = runs;
  const follow = (run: EnrollmentRun, events: AsyncIterable<EnrollmentEvent>) =>
    void followRun(runs, run, events).catch(error => log(`enrollment ${run.enrollmentId}: ${String(error)}`));
  /** A reset erases the passkey and the PIN, so nothing is left to show. */
  const stopListening = enrollments.onErased(keyId => {
    for (const [id, { run }] of kept) {
      if (run.end === null || run.keyId !== keyId) continue;
      kept.delete(id);
      void enrollments.pinSeen(id);
    }
    runs.changed();
  });

  return {
    begin: ({ enrollmentId: id, user, ...request }) => {
      makeRoom(runs, id, user.id);
      const events = enrollments.start({ ...request, user: user.id, interactive: true }, { id, rememberProfile: true });
      follow(newRun({ enrollmentId: id, user, keyId: request.keyId }), events);
    },
    beginFinish: ({ enrollmentId: id, unfinishedId, user, ...request }) => {
      makeRoom(runs, id, user.id);
      const events = enrollments.finish({ ...request, enrollmentId: unfinishedId, interactive: true }, { id });
      follow(newRun({ enrollmentId: id, user, keyId: request.keyId ?? '', finishes: unfinishedId }), events);
    },
    watch: signal => watch(runs.list(), runs.subscribe, signal),
    showPin: enrollmentId => {
      const pin = kept.get(enrollmentId)?.pin;
      if (pin === undefined) throw new KeydeskError('pin-forgotten');
      return { pin };
    },
    pinSeen: enrollmentId => {
      forgetPin(runs, enrollmentId);
      return enrollments.pinSeen(enrollmentId);
    },
    dismiss: async enrollmentId => {
      if (kept.get(enrollmentId)?.run.end === null) return;
      kept.delete(enrollmentId);
      runs.changed();
      await enrollments.pinLost(enrollmentId);
    },
    cancel,
    needWindow: () => [...kept.values()].some(({ run, pin }) => run.end === null || pin !== undefined),
    holdPin: () => [...kept.values()].some(({ pin }) => pin !== undefined),
    close: () => {
      stopListening();
      runs.close();
    },
  };
}
