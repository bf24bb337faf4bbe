import { createContext, type ReactNode, useContext, useMemo, useReducer, useRef } from 'react';
import type { EnrollmentRequest } from '../../../contract/enrollment.ts';
import type { User } from '../../../contract/users.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { forgetAssignments } from '../assignments/forget.ts';
import { nextRun, type Run, type RunAction } from './run.ts';

/** The window's one enrolment. It lives above the pages, so that looking elsewhere does not end it. */
export interface Enrollment {
  readonly run: Run | null;
  start(user: User, request: Omit<EnrollmentRequest, 'user'>): void;
  cancel(): void;
  dismiss(): void;
}

const EnrollmentContext = createContext<Enrollment | null>(null);

export function useEnrollment(): Enrollment {
  const enrollment = useContext(EnrollmentContext);
  if (enrollment === null) throw new Error('useEnrollment outside EnrollmentProvider');
  return enrollment;
}

export function EnrollmentProvider({ children }: { children: ReactNode }) {
  const [run, dispatch] = useReducer(nextRun, null);
  const stream = useRef<AbortController | null>(null);
  const enrollmentId = run?.enrollmentId ?? null;

  const enrollment = useMemo<Enrollment>(
    () => ({
      run,
      start: (user, request) => {
        const controller = new AbortController();
        stream.current = controller;
        void follow({ ...request, user: user.id }, user, controller.signal, dispatch);
      },
      cancel: () => {
        dispatch({ type: 'cancel' });
        // The core is asked, so that its stream still tells what was cleaned up; without an answer the stream is left.
        if (enrollmentId === null) stream.current?.abort();
        else client.enrollment.cancel({ enrollmentId }).catch(() => stream.current?.abort());
      },
      dismiss: () => dispatch({ type: 'dismiss' }),
    }),
    [run, enrollmentId],
  );
  return <EnrollmentContext value={enrollment}>{children}</EnrollmentContext>;
}

async function follow(
  request: EnrollmentRequest,
  user: User,
  signal: AbortSignal,
  dispatch: (action: RunAction) => void,
): Promise<void> {
  dispatch({ type: 'start', user });
  try {
    for await (const event of await client.enrollment.start(request, { signal })) dispatch({ type: 'event', event });
    dispatch({ type: 'break', error: { code: 'internal', params: {}, cause: ['the stream ended early'] } });
  } catch (error) {
    dispatch({ type: 'break', error: failureOf(error) });
  } finally {
    await forgetAssignments();
    await queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
  }
}
