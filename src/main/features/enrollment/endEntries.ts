import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { isSettledBy } from '../../../contract/enrollment/words.ts';
import { keySubject, type LogSubject, type NewLogEntry } from '../../services/activity/activity.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import { type JournalEntry, logSubjectOf } from './journalEntry.ts';

/** Returns the entry of the activity log for the end of an enrollment. SECURITY: about a PIN it contains only that it was set. */
export function entryOfEnd(end: CeremonyEnd, request: EnrollmentRequest): NewLogEntry {
  const { user, key, journalId } = end.state;
  const subject: LogSubject = {
    user: user ?? { userPrincipalName: request.user },
    key: key === undefined ? { id: request.keyId } : keySubject(key),
  };
  const enrollment = journalId === undefined ? {} : { enrollmentId: journalId };
  if (end.ok) {
    const { method, pin } = end.result;
    const facts = { ...enrollment, name: method.displayName, methodId: method.id, pinSet: pin.set, proven: true };
    return { kind: 'enrollment-done', ...subject, facts };
  }
  const { error, cleanedUp, journalState, pin } = end.failure;
  return {
    kind: 'enrollment-failed',
    ...subject,
    result: error.code === 'cancelled' ? 'cancelled' : 'failed',
    cause: error,
    facts: { ...enrollment, cleanedUp, journalState, pinSet: pin?.set ?? false },
  };
}

/** Returns the entry of the activity log for the end of finishing an earlier enrollment. */
export function entryOfFinish(end: CeremonyEnd, entry: JournalEntry): NewLogEntry {
  const facts = { enrollmentId: entry.id, to: end.ok ? 'done' : entry.state };
  const recovered = { kind: 'enrollment-recovered', ...logSubjectOf(entry), facts } as const;
  if (end.ok) return recovered;
  const { error } = end.failure;
  if (isSettledBy(error.code)) return { ...recovered, cause: error, facts: { ...facts, to: end.failure.journalState } };
  return { ...recovered, result: error.code === 'cancelled' ? 'cancelled' : 'failed', cause: error };
}
