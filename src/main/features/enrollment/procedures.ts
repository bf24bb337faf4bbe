import { implement } from '@orpc/server';
import { enrollmentContract } from '../../../contract/enrollment/procedures.ts';
import type { Enrollments, RunningEnrollments } from './enrollments.ts';
import type { Runs } from './runs.ts';

export interface EnrollmentProcedureParts {
  readonly scope: () => Enrollments;
  readonly running: Pick<RunningEnrollments, 'answer' | 'preferPin'>;
  readonly runs: Runs;
}

/** Returns the procedures for enrollments, including unfinished ones. */
export function enrollmentProcedures({ scope, running, runs }: EnrollmentProcedureParts) {
  const os = implement(enrollmentContract);
  return os.router({
    start: os.start.handler(({ input, signal }) => scope().start(input, { signal })),
    plan: os.plan.handler(({ input, signal }) => scope().plan(input, signal)),
    begin: os.begin.handler(({ input }) => runs.begin(input)),
    beginFinish: os.beginFinish.handler(({ input }) => runs.beginFinish(input)),
    runs: os.runs.handler(({ signal }) => runs.watch(signal)),
    showPin: os.showPin.handler(({ input }) => runs.showPin(input.enrollmentId)),
    pinSeen: os.pinSeen.handler(({ input }) => runs.pinSeen(input.enrollmentId)),
    dismiss: os.dismiss.handler(({ input }) => runs.dismiss(input.enrollmentId)),
    answerPin: os.answerPin.handler(({ input }) => running.answer(input.enrollmentId, input.pin)),
    preferPin: os.preferPin.handler(({ input }) => running.preferPin(input.enrollmentId)),
    cancel: os.cancel.handler(({ input }) => runs.cancel(input.enrollmentId)),
    unfinished: os.unfinished.handler(() => scope().unfinished()),
    recover: os.recover.handler(() => scope().recover()),
    finish: os.finish.handler(({ input, signal }) => scope().finish(input, { signal })),
    discard: os.discard.handler(({ input }) => scope().discard(input.enrollmentId)),
  });
}
