import type { EnrollmentRun } from '../../../contract/enrollment/runs.ts';
import type { Failure } from '../../../contract/errors/failure.ts';

/** `broken`: the core does not know it, or no longer. The journal has what remains. */
export type RunEnd = NonNullable<EnrollmentRun['end']> | { kind: 'broken'; error: Failure };

/** One enrollment as the window shows it: from the core's list, or one that the core does not list (yet). */
export type Run = Omit<EnrollmentRun, 'end'> & { readonly end: RunEnd | null };

/** State that only this window has. */
export interface LocalRuns {
  /** By user id: enrollments that the core was asked to begin and does not list yet, and those that it lost. */
  readonly unlisted: ReadonlyMap<string, Run>;
  /** Ids that a person dismissed here. The core will remove them from its list. */
  readonly dismissed: ReadonlySet<string>;
}

export const noLocalRuns: LocalRuns = { unlisted: new Map(), dismissed: new Set() };

export type LocalAction =
  | { type: 'begin'; run: Run }
  | { type: 'break'; run: Run; error: Failure }
  | { type: 'dismiss'; run: Run }
  /** The core's list, and the previous list. */
  | { type: 'listed'; runs: readonly EnrollmentRun[]; before: readonly EnrollmentRun[] };

export function nextLocal(local: LocalRuns, action: LocalAction): LocalRuns {
  const unlisted = new Map(local.unlisted);
  switch (action.type) {
    case 'begin':
      return { ...local, unlisted: unlisted.set(action.run.user.id, action.run) };
    case 'break': {
      const { run, error } = action;
      // The answer was lost, but the core's list has shown that the enrollment began.
      if (unlisted.get(run.user.id)?.enrollmentId !== run.enrollmentId) return local;
      return { ...local, unlisted: unlisted.set(run.user.id, broken(run, error)) };
    }
    case 'dismiss': {
      const { user, enrollmentId } = action.run;
      // The user may have a newer one by now.
      if (unlisted.get(user.id)?.enrollmentId === enrollmentId) unlisted.delete(user.id);
      return { unlisted, dismissed: new Set(local.dismissed).add(enrollmentId) };
    }
    case 'listed':
      return listed(local, action);
  }
}

/**
 * Applies the core's list, which replaces local state. One that ran and is not listed any more was lost with its core.
 */
function listed(local: LocalRuns, { runs, before }: Extract<LocalAction, { type: 'listed' }>): LocalRuns {
  const users = new Set(runs.map(({ user }) => user.id));
  const ids = new Set(runs.map(({ enrollmentId }) => enrollmentId));
  const lost = before.filter(run => run.end === null && !ids.has(run.enrollmentId));
  const error: Failure = { code: 'internal', params: {}, cause: ['the core ended before the enrollment did'] };
  const unlisted = [...local.unlisted, ...lost.map(run => [run.user.id, broken(run, error)] as const)];
  return {
    unlisted: new Map(unlisted.filter(([user]) => !users.has(user))),
    dismissed: new Set([...local.dismissed].filter(id => ids.has(id))),
  };
}

function broken(run: Run, error: Failure): Run {
  return { ...run, interaction: { kind: 'none' }, pinHeld: false, end: { kind: 'broken', error } };
}

/** Returns all enrollments that the window shows, one per user. */
export function shownRuns(runs: readonly EnrollmentRun[], { unlisted, dismissed }: LocalRuns): Run[] {
  const byUser = new Map<string, Run>(unlisted);
  for (const run of runs) if (!dismissed.has(run.enrollmentId)) byUser.set(run.user.id, run);
  return [...byUser.values()];
}
