import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer, useRef } from 'react';
import type { EnrollmentEvent, EnrollmentRequest, Unfinished } from '../../../contract/enrollment.ts';
import type { User } from '../../../contract/users.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { forgetAssignments } from '../assignments/forget.ts';
import { holdsUnseenPin, nextRuns, type Run, type RunAction, type Runs } from './run.ts';

/** In the window every enrollment names its key. */
type RunRequest = Omit<EnrollmentRequest, 'user'> & { keyId: string };

/** The window's enrollments, one a user. They live above the pages, so that looking elsewhere does not end them. */
export interface Enrollments {
  readonly runs: readonly Run[];
  runOf(userId: string): Run | null;
  /** Whom a key is being enrolled for. */
  holderOf(keyId: string): User | null;
  start(user: User, request: RunRequest): void;
  /** Finishes an unfinished enrollment of a user; without a key, with the only one that is plugged in. */
  finish(entry: Unfinished, keyId: string | undefined): void;
  cancel(userId: string): void;
  /** Notes that a person has seen the random PIN. */
  pinSeen(userId: string): void;
  /** Notes that the page is left: what was seen on it is forgotten. */
  leave(userId: string): void;
  dismiss(userId: string): void;
}

const EnrollmentContext = createContext<Enrollments | null>(null);
const none: Runs = new Map();

export function useEnrollments(): Enrollments {
  const enrollments = useContext(EnrollmentContext);
  if (enrollments === null) throw new Error('useEnrollments outside EnrollmentProvider');
  return enrollments;
}

export function EnrollmentProvider({ children }: { children: ReactNode }) {
  const [runs, dispatch] = useReducer(nextRuns, none);
  const streams = useRef(new Map<string, AbortController>());

  const enrollments = useMemo<Enrollments>(() => {
    const act = (userId: string) => (action: RunAction) => dispatch({ userId, action });
    return {
      runs: [...runs.values()],
      runOf: userId => runs.get(userId) ?? null,
      holderOf: keyId => [...runs.values()].find(run => run.keyId === keyId && run.end === null)?.user ?? null,
      start: (user, request) => {
        const controller = new AbortController();
        streams.current.set(user.id, controller);
        const { signal } = controller;
        const events = () => client.enrollment.start({ ...request, user: user.id }, { signal });
        void follow(events, user, request.keyId, act(user.id));
      },
      finish: (entry, keyId) => {
        const controller = new AbortController();
        streams.current.set(entry.userId, controller);
        const { signal } = controller;
        const request = {
          enrollmentId: entry.enrollmentId,
          interactive: true,
          ...(keyId === undefined ? {} : { keyId }),
        };
        const events = () => client.enrollment.finish(request, { signal });
        void follow(events, userOf(entry), keyId ?? '', act(entry.userId));
      },
      cancel: userId => {
        act(userId)({ type: 'cancel' });
        const enrollmentId = runs.get(userId)?.enrollmentId ?? null;
        const leave = () => streams.current.get(userId)?.abort();
        // The core is asked, so that its stream still tells what was cleaned up; without an answer the stream is left.
        if (enrollmentId === null) leave();
        else client.enrollment.cancel({ enrollmentId }).catch(leave);
      },
      pinSeen: userId => act(userId)({ type: 'pin-seen' }),
      leave: userId => act(userId)({ type: 'leave' }),
      dismiss: userId => act(userId)({ type: 'dismiss' }),
    };
  }, [runs]);
  useUnloadWarning(enrollments.runs.some(holdsUnseenPin));
  return <EnrollmentContext value={enrollments}>{children}</EnrollmentContext>;
}

/** Lets the browser ask before the window is closed or loaded again. Electron asks nothing and would not close at all. */
function useUnloadWarning(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || window.location.protocol === 'keydesk:') return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [wanted]);
}

/** The user of an entry, as far as the entry tells. */
function userOf({ userId, userPrincipalName }: Unfinished): User {
  const unknown = { mail: null, jobTitle: null, department: null, employeeId: null };
  return {
    ...unknown,
    id: userId,
    userPrincipalName,
    displayName: userPrincipalName,
    accountEnabled: true,
    guest: false,
  };
}

async function follow(
  events: () => Promise<AsyncIterable<EnrollmentEvent>>,
  user: User,
  keyId: string,
  dispatch: (action: RunAction) => void,
): Promise<void> {
  dispatch({ type: 'start', user, keyId });
  try {
    for await (const event of await events()) dispatch({ type: 'event', event });
    dispatch({ type: 'break', error: { code: 'internal', params: {}, cause: ['the stream ended early'] } });
  } catch (error) {
    dispatch({ type: 'break', error: failureOf(error) });
  } finally {
    await forgetAssignments();
    await queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
  }
}
