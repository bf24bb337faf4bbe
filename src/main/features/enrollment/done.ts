import type { NewLogEntry } from '../../services/activity/activity.ts';
import type { Journal } from './journal.ts';
import type { CeremonyParts } from './parts.ts';

/** Ends a proven enrollment in one transaction with its entry in the activity log. After a crash both exist, or neither. */
export async function recordDone(
  { journal, activity }: Pick<CeremonyParts, 'journal' | 'activity'>,
  enrollmentId: string,
  entry: NewLogEntry,
  options?: Parameters<Journal['finish']>[2],
): Promise<void> {
  await journal.finish(enrollmentId, transaction => activity.recordIn(transaction, entry), options);
  activity.note();
}
