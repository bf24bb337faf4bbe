import { wordsOf } from '../../words/say.ts';
import type { ErrorCode } from '../errors/errors.ts';
import type { JournalState, Submission, Unfinished } from './schema.ts';

const words = wordsOf('enrollment');

/** The names of journal states, for lists of unfinished enrollments and the activity log. */
export const journalStateWords: Readonly<Record<JournalState, string>> = words.journalStates;

export const submissionWords: Readonly<Record<Submission, string>> = words.submissions;

/** Returns the state of an unfinished enrollment in one line. */
export function unfinishedWords({ state, submission }: Pick<Unfinished, 'state' | 'submission'>): string {
  const looking = submission === 'unknown' && state === 'needs-attention';
  return looking ? words.looking : journalStateWords[state];
}

/**
 * Returns whether an attempt to finish an unfinished enrollment settled it although it ended with this error: no
 * passkey is ready, and nothing has failed.
 */
export function isSettledBy(code: ErrorCode): boolean {
  const settled: readonly ErrorCode[] = ['unfinished-removed', 'unfinished-registered', 'unfinished-nothing-left'];
  return settled.includes(code);
}
