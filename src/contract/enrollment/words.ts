import { wordsOf } from '../../words/say.ts';
import type { ErrorCode } from '../errors/errors.ts';
import type { JournalState, Submission, Unfinished } from './schema.ts';

const words = wordsOf('enrollment');

/** How far an enrollment has come, for lists of unfinished ones and the activity log. */
export const journalStateWords: Readonly<Record<JournalState, string>> = words.journalStates;

export const submissionWords: Readonly<Record<Submission, string>> = words.submissions;

/** What is known of an unfinished enrollment, in one line. */
export function unfinishedWords({ state, submission }: Pick<Unfinished, 'state' | 'submission'>): string {
  const looking = submission === 'unknown' && state === 'needs-attention';
  return looking ? words.looking : journalStateWords[state];
}

/** Whether finishing an unfinished enrollment, which ended so, has settled it: no passkey is ready, and nothing has failed. */
export function isSettledBy(code: ErrorCode): boolean {
  const settled: readonly ErrorCode[] = ['unfinished-removed', 'unfinished-registered', 'unfinished-nothing-left'];
  return settled.includes(code);
}
