import { wordsOf } from '../../words/say.ts';

/** Returns the words for an attestation level of Microsoft Graph, the level itself if it is unknown, and null for none. */
export function attestationWords(level: string | null): string | null {
  const levels: Readonly<Record<string, string>> = wordsOf('passkeys').attestation;
  return level === null ? null : (levels[level] ?? level);
}
