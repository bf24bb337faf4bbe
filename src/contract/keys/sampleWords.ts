import { wordsOf } from '../../words/say.ts';

/** The results of a touch while a finger is enrolled, by the statuses of CTAP 2.3, 6.7.4. */
const words: Readonly<Record<string, string>> & { readonly other: string } = wordsOf('keys').samples;

/** Returns what a person should do differently at the next touch. */
export function sampleWords(status: string): string {
  return words[status] ?? words.other;
}
