import type {
  EnrollmentEvent,
  EnrollmentFailure,
  EnrollmentResult,
  Interaction,
  StepName,
} from '../../../contract/enrollment.ts';
import type { Failure } from '../../../contract/failure.ts';
import type { User } from '../../../contract/users.ts';

/** One enrollment as the window sees it, made of its events alone. */
export interface Run {
  readonly user: User;
  /** The key that it works on. */
  readonly keyId: string;
  readonly enrollmentId: string | null;
  readonly step: StepName | null;
  readonly interaction: Interaction;
  readonly warnings: readonly Failure[];
  /** How often something was asked for: a PIN asked for again is a new question. */
  readonly questions: number;
  readonly cancelling: boolean;
  /** Whether the random PIN that it made was in sight long enough to be read. */
  readonly pinSeen: boolean;
  readonly end: RunEnd | null;
}

/** `broken`: the stream ended without saying how; the journal knows more. */
export type RunEnd =
  | { kind: 'completed'; result: EnrollmentResult }
  | { kind: 'failed'; failure: EnrollmentFailure }
  | { kind: 'broken'; error: Failure };

export type RunAction =
  | { type: 'start'; user: User; keyId: string }
  | { type: 'event'; event: EnrollmentEvent }
  | { type: 'cancel' }
  | { type: 'break'; error: Failure }
  | { type: 'pin-seen' }
  | { type: 'leave' }
  | { type: 'dismiss' };

/** The window's enrollments by user id: several keys at one desk, each an operation of its own. */
export type Runs = ReadonlyMap<string, Run>;

/** The next state of all, where something happened to that of one user. */
export function nextRuns(runs: Runs, { userId, action }: { userId: string; action: RunAction }): Runs {
  const before = runs.get(userId) ?? null;
  const run = nextRun(before, action);
  if (run === before) return runs;
  const next = new Map(runs);
  if (run === null) next.delete(userId);
  else next.set(userId, run);
  return next;
}

/** The next state of one enrollment; null when there is none. What comes after an end changes nothing. */
export function nextRun(run: Run | null, action: RunAction): Run | null {
  if (action.type === 'start') return begin(action.user, action.keyId);
  if (action.type === 'dismiss' || run === null) return null;
  if (action.type === 'leave') return isOver(run) ? null : run;
  if (action.type === 'pin-seen') return { ...run, pinSeen: true };
  if (run.end !== null) return run;
  switch (action.type) {
    case 'cancel':
      return { ...run, cancelling: true };
    case 'break':
      return { ...run, end: { kind: 'broken', error: action.error } };
    case 'event':
      return { ...run, ...changeOf(run, action.event) };
  }
}

/**
 * Whether nothing of an enrollment is wanted when its page is left. SECURITY: a random PIN that was seen is forgotten with the
 * page, so that the next person at the desk cannot look at it again; one that was not seen yet is kept until it was.
 */
function isOver(run: Run): boolean {
  return run.end !== null && !holdsUnseenPin(run);
}

/** Whether an enrollment holds a random PIN that no one has seen. */
export function holdsUnseenPin({ end, pinSeen }: Run): boolean {
  const pin = end?.kind === 'completed' ? end.result.pin : end?.kind === 'failed' ? end.failure.pin : undefined;
  return pin?.random !== undefined && !pinSeen;
}

function begin(user: User, keyId: string): Run {
  return {
    user,
    keyId,
    enrollmentId: null,
    step: null,
    interaction: { kind: 'none' },
    warnings: [],
    questions: 0,
    cancelling: false,
    pinSeen: false,
    end: null,
  };
}

function changeOf(run: Run, event: EnrollmentEvent): Partial<Run> {
  switch (event.type) {
    case 'accepted':
      return { enrollmentId: event.enrollmentId };
    case 'step':
      return { step: event.step, interaction: { kind: 'none' } };
    case 'interaction':
      return { interaction: event.interaction, questions: run.questions + 1 };
    case 'warning':
      return { warnings: [...run.warnings, event.warning] };
    case 'completed':
      return { end: { kind: 'completed', result: event.result } };
    case 'failed':
      return { end: { kind: 'failed', failure: event.failure } };
  }
}
