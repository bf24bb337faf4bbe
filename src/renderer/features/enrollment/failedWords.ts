import type { EnrollmentFailure } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import type { RunEnd } from './run.ts';

const words = strings.enroll;

/** Returns the title of a failed enrollment. It states that no passkey was created only if nothing remains of it. */
export function failedTitle(end: Exclude<RunEnd, { kind: 'completed' }>, canceled: boolean): string {
  const state = end.kind === 'failed' ? end.failure.journalState : null;
  if (state === 'registered') return words.unprovenTitle;
  if (end.kind === 'failed' && end.failure.error.code === 'registration-unknown') return words.unknownTitle;
  if (canceled) return words.canceledTitle;
  return end.kind === 'failed' && !end.failure.cleanedUp ? words.unfinishedTitle : words.failedTitle;
}

/** Returns what remains of a failed enrollment. */
export function leftWords({ cleanedUp, journalState }: EnrollmentFailure): string {
  if (journalState === 'registered') return words.unprovenText;
  return cleanedUp ? words.cleanedUp : words.notCleanedUp;
}
