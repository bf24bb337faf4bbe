import { wordsOf } from '../../words/say.ts';

/** How a touch went while a finger was being learned, by the statuses of CTAP 2.3, 6.7.4. */
const words: Readonly<Record<string, string>> & { readonly other: string } = wordsOf('keys').samples;

/** In words, what a person should do differently at the next touch. */
export function sampleWords(status: string): string {
  return words[status] ?? words.other;
}
