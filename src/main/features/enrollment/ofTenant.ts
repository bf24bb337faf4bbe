import type { Unfinished } from '../../../contract/enrollment/schema.ts';
import { type EnrollmentContext, withoutRecovery } from './context.ts';
import { enrollElsewhere } from './enrollElsewhere.ts';
import type { EnrollmentOutcome, Enrollments } from './enrollments.ts';
import { beforeDeletion, beforeReset, pinKnown } from './erasures.ts';
import { discard } from './finish.ts';
import { failureOfEntry, isSettled, toUnfinished } from './journalEntry.ts';
import { planEnrollment } from './plan.ts';
import { registerMade } from './registerMade.ts';
import { finishEnrollment, startEnrollment } from './start.ts';

/** The enrollments of one tenant. */
export function enrollmentsOf(context: EnrollmentContext): Enrollments {
  const { scope, ceremony, recoveries } = context;
  return {
    start: (request, options) => startEnrollment(context, request, options),
    plan: (request, signal = new AbortController().signal) =>
      planEnrollment(
        { ...ceremony, user: scope.directory.resolve, observers: scope.observe(request) },
        request,
        signal,
      ),
    startElsewhere: (place, request, options) => enrollElsewhere(context, place, request, options),
    registerMade: (made, options) => registerMade(context, made, options),
    finish: (request, options) => finishEnrollment(context, request, options),
    discard: async id => {
      await withoutRecovery(context, () => discard(ceremony, id));
      return unfinished(context);
    },
    beforeReset: (key, named) => beforeReset(context, key, named),
    beforeDeletion: (key, pin, credentialId) => beforeDeletion(context, key, pin, credentialId),
    pinKnown: key => pinKnown(context, key),
    outcome: id => outcomeOf(context, id),
    outcomeOf: async credentialId => {
      const entry = await context.journal.ofCredential(ceremony.tenant(), credentialId);
      const outcome = entry && (await outcomeOf(context, entry.id));
      return entry && outcome && { ...outcome, id: entry.id };
    },
    unfinished: () => unfinished(context),
    recover: async () => {
      await recoveries.now({ ceremony, settle: scope.journalChanged });
      return unfinished(context);
    },
  };
}

async function unfinished({ journal, ceremony }: EnrollmentContext): Promise<Unfinished[]> {
  const entries = await journal.abandoned();
  const lost = await ceremony.unseenPins.lostAmong(entries.map(({ id }) => id));
  return entries.map(entry => toUnfinished(entry, lost.has(entry.id)));
}

async function outcomeOf({ journal, isAlive }: EnrollmentContext, id: string): Promise<EnrollmentOutcome | undefined> {
  const entry = await journal.get(id);
  if (entry === undefined) return undefined;
  const { state, method_id: methodId, submission, instance, display_name: name } = entry;
  const unregistered = !isSettled(entry) && methodId === null && submission !== 'unknown';
  const worked = !isSettled(entry) && instance !== '' && isAlive(instance);
  return { state, methodId, name, unregistered, error: failureOfEntry(entry), worked };
}
