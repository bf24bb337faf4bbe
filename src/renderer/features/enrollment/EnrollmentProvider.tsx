import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer, useRef } from 'react';
import { type BeginRequest, type EnrollmentRun, newRun, type RunUser } from '../../../contract/enrollment/runs.ts';
import type { Unfinished } from '../../../contract/enrollment/schema.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { useRuns } from '../../client/hooks.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { nextLocal, noLocalRuns, type Run, shownRuns } from './run.ts';

/** In the window every enrollment names its key. */
type RunRequest = Omit<BeginRequest, 'user' | 'enrollmentId'>;

/**
 * The core's enrollments, one per user. They run in the core: after a reload or a lost connection, the window shows
 * their current state.
 */
export interface Enrollments {
  readonly runs: readonly Run[];
  /** Finds an enrollment by the id or the name of the user. */
  runOf(user: string): Run | null;
  /** Returns the user for whom a key is being enrolled. */
  holderOf(keyId: string): RunUser | null;
  start(user: RunUser, request: RunRequest): void;
  /** Finishes an unfinished enrollment of a user. Without a key, with the only one that is plugged in. */
  finish(entry: Unfinished, keyId: string | undefined): void;
  cancel(run: Run): void;
  /** Returns whether this window began the enrollment, so that its PIN is shown here automatically. */
  isOwn(run: Run): boolean;
  /** Reports that a person has seen the random PIN. The core deletes it. */
  pinSeen(run: Run): void;
  /** Call when the person leaves the page. Dismisses an end that was seen, and keeps a PIN that was not seen. */
  leave(run: Run): void;
  dismiss(run: Run): void;
}

const EnrollmentContext = createContext<Enrollments | null>(null);
const nothing: readonly EnrollmentRun[] = [];

export function useEnrollments(): Enrollments {
  const enrollments = useContext(EnrollmentContext);
  if (enrollments === null) throw new Error('useEnrollments outside EnrollmentProvider');
  return enrollments;
}

export function EnrollmentProvider({ children }: { children: ReactNode }) {
  const listed = useRuns();
  const [local, dispatch] = useReducer(nextLocal, noLocalRuns);
  const own = useRef(new Set<string>());
  const seen = useRef(new Set<string>());
  const before = useRef(nothing);

  useEffect(() => {
    if (listed === undefined) return;
    dispatch({ type: 'listed', runs: listed, before: before.current });
    before.current = listed;
  }, [listed]);

  const enrollments = useMemo<Enrollments>(() => {
    const runs = shownRuns(listed ?? nothing, local);
    const begin = (run: Run, call: () => Promise<void>) => {
      own.current.add(run.enrollmentId);
      dispatch({ type: 'begin', run });
      call().catch(error => dispatch({ type: 'break', run, error: failureOf(error) }));
    };
    const dismiss = (run: Run) => {
      dispatch({ type: 'dismiss', run });
      // If the connection is lost, the core still lists the enrollment afterwards, and the person can dismiss it again.
      client.enrollment.dismiss({ enrollmentId: run.enrollmentId }).catch(() => undefined);
    };
    return {
      runs,
      runOf: user => runs.find(run => run.user.id === user || run.user.userPrincipalName === user) ?? null,
      holderOf: keyId => runs.find(run => run.keyId === keyId && run.end === null)?.user ?? null,
      start: (user, request) => {
        const run = newRun({ enrollmentId: crypto.randomUUID(), user: labelOf(user), keyId: request.keyId });
        const { enrollmentId } = run;
        begin(run, () => client.enrollment.begin({ ...request, enrollmentId, user: run.user }));
      },
      finish: (entry, keyId) => {
        const { userId: id, userPrincipalName, enrollmentId: unfinishedId } = entry;
        const user = { id, userPrincipalName, displayName: userPrincipalName };
        const run = newRun({ enrollmentId: crypto.randomUUID(), user, keyId: keyId ?? '', finishes: unfinishedId });
        const key = keyId === undefined ? {} : { keyId };
        begin(run, () => client.enrollment.beginFinish({ enrollmentId: run.enrollmentId, unfinishedId, user, ...key }));
      },
      // If it has already ended, the list of enrollments shows that.
      cancel: ({ enrollmentId }) => void client.enrollment.cancel({ enrollmentId }).catch(() => undefined),
      isOwn: run => own.current.has(run.enrollmentId),
      pinSeen: ({ enrollmentId }) => {
        seen.current.add(enrollmentId);
        // If the call fails, the window offers the PIN again, which is better than losing it.
        client.enrollment.pinSeen({ enrollmentId }).catch(() => seen.current.delete(enrollmentId));
      },
      leave: run => {
        if (run.end !== null && (!run.pinHeld || seen.current.has(run.enrollmentId))) dismiss(run);
      },
      dismiss,
    };
  }, [listed, local]);
  useAfterEnds(enrollments.runs);
  useUnloadWarning(enrollments.runs.some(run => run.end === null || run.pinHeld));
  return <EnrollmentContext value={enrollments}>{children}</EnrollmentContext>;
}

/** Reloads the data that the end of an enrollment has changed. */
function useAfterEnds(runs: readonly Run[]): void {
  const ended = runs.flatMap(run => (run.end === null ? [] : [run.enrollmentId])).join(' ');
  useEffect(() => {
    if (ended === '') return;
    void refreshAssignments();
    void queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
  }, [ended]);
}

/**
 * Asks before the window is closed or reloaded: a closed window cannot answer an enrollment or show its PIN. Electron
 * shows its own question (shells/electron/window.ts).
 */
function useUnloadWarning(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [wanted]);
}

function labelOf({ id, userPrincipalName, displayName }: RunUser): RunUser {
  return { id, userPrincipalName, displayName };
}
