import type { ErrorCode } from '../errors/errors.ts';
import type { JournalState, Submission, Unfinished } from './schema.ts';

/** How far an enrollment has come, for lists of unfinished ones and the activity log. */
export const journalStateWords: Readonly<Record<JournalState, string>> = {
  'options-fetched': 'nothing was written yet',
  'key-prepared': 'the key was prepared',
  'credential-created': 'the passkey is on the key, but not registered',
  registered: 'the passkey is registered, but not proven',
  proven: 'the passkey is registered and proven',
  done: 'done',
  'cleaned-up': 'cleaned up',
  'needs-attention': 'needs attention',
};

export const submissionWords: Readonly<Record<Submission, string>> = {
  none: 'not sent to Microsoft Entra ID',
  unknown: 'sent, and the answer is missing',
  refused: 'refused by Microsoft Entra ID',
};

/** What is known of an unfinished enrollment, in one line. */
export function unfinishedWords({ state, submission }: Pick<Unfinished, 'state' | 'submission'>): string {
  const looking = submission === 'unknown' && state === 'needs-attention';
  return looking ? 'Microsoft Entra ID may have the passkey; Keydesk keeps looking' : journalStateWords[state];
}

/** Whether finishing an unfinished enrollment, which ended so, has settled it: no passkey is ready, and nothing has failed. */
export function isSettledBy(code: ErrorCode): boolean {
  const settled: readonly ErrorCode[] = ['unfinished-removed', 'unfinished-registered', 'unfinished-nothing-left'];
  return settled.includes(code);
}
