import type { EnrollmentEvent, EnrollmentRequest, FinishRequest } from '../../../contract/enrollment/schema.ts';
import type { Channel } from '../../base/stream.ts';
import type { NewLogEntry } from '../../services/activity/activity.ts';
import { enroll } from './ceremony.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import { type EnrollmentContext, noneFor, settle } from './context.ts';
import { recordDone } from './done.ts';
import { entryOfEnd, entryOfFinish } from './endEntries.ts';
import type { FinishOptions, StartOptions } from './enrollments.ts';
import { closeErased, replacedBy } from './erased.ts';
import { finish } from './finish.ts';

/** Starts an enrollment. Closing the stream early, or aborting its signal, cancels it. */
export function startEnrollment(
  context: EnrollmentContext,
  request: EnrollmentRequest,
  { identityProven = false, observers: further = [], rememberProfile = false, ...options }: StartOptions = {},
): Channel<EnrollmentEvent> {
  const { scope, ceremony, log } = context;
  const user = identityProven ? scope.directory.live : scope.directory.resolve;
  const observers = [...scope.observe(request), ...further];
  if (rememberProfile) void scope.profiles.remember(request.profile ?? null);
  return context.begin(
    {
      interactive: request.interactive,
      run: attendant => enroll({ ...ceremony, user, observers }, request, attendant),
      record: async (end, correlation) => {
        // Recorded after the window has the result, and before anybody can read the activity log.
        const recorded = recordEnd(context, end, { ...entryOfEnd(end, request), correlation });
        for (const observer of observers) observer.ended?.(end);
        await recorded;
        const replaced = end.ok ? await replacedBy(ceremony, end.state).catch(noneFor(context, 'replaced')) : [];
        await closeErased(ceremony, replaced, 'key-enrolled-again').catch(error => log(`journal: ${String(error)}`));
        if (end.state.resumed || replaced.length > 0) await settle(context);
        await keepPasskey(context, end);
      },
    },
    options,
  );
}

/** Finishes an unfinished enrollment with its key. Closing the stream early, or aborting its signal, cancels that. */
export function finishEnrollment(
  context: EnrollmentContext,
  request: FinishRequest,
  options: FinishOptions = {},
): Channel<EnrollmentEvent> {
  const { ceremony, journal } = context;
  return context.begin(
    {
      interactive: request.interactive,
      run: attendant => finish(ceremony, request, attendant),
      record: async (end, correlation) => {
        const entry = await journal.get(request.enrollmentId);
        if (entry !== undefined) await recordEnd(context, end, { ...entryOfFinish(end, entry), correlation });
        await settle(context);
        await keepPasskey(context, end);
      },
    },
    options,
  );
}

/** Records an end. If it cannot be written now, the enrollment stays `proven`, and a later recovery records it. */
export async function recordEnd(
  { scope: { activity }, journal, log }: EnrollmentContext,
  end: CeremonyEnd,
  entry: NewLogEntry,
): Promise<void> {
  if (!end.ok) return activity.record(entry);
  const { enrollmentId } = end.result;
  try {
    await recordDone({ journal, activity }, enrollmentId, entry);
  } catch (error) {
    await journal.release(enrollmentId);
    log(`enrollment ${enrollmentId}: could not be recorded as done: ${String(error)}`);
  }
}

export async function keepPasskey({ scope, log }: EnrollmentContext, end: CeremonyEnd): Promise<void> {
  if (!end.ok) return;
  const { user, method } = end.result;
  await scope.passkeyLists.add(user.id, method).catch(error => log(`passkey list: ${String(error)}`));
}
