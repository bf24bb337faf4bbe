import type { JournalState, Submission, Unfinished } from './enrollment.ts';

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
