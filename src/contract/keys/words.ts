import { list, wordsOf } from '../../words/say.ts';
import type { ListOddity } from './management.ts';

/** Words for what a key reports about itself. */
export const keyWords = wordsOf('keys');

/** Words for how a key contradicts itself in the list of its passkeys. */
const oddities: Readonly<Record<ListOddity, string>> = keyWords.oddities;

/** Returns that a list may be incomplete, and why. */
export function inconsistentWords(found: readonly ListOddity[]): string {
  return keyWords.inconsistent({ oddities: list(found.map(oddity => oddities[oddity])) });
}

/** Returns the number of passkeys on a key, and how many more fit. */
export function credentialCountWords(count: number, remaining: number | null): string {
  const { held, free } = keyWords.credentialCount;
  return remaining === null ? held({ count }) : free({ count, remaining });
}

/** Names of algorithms by their numbers in the COSE registry. */
export const algorithmNames: Readonly<Record<number, string>> = {
  [-7]: 'ES256',
  [-8]: 'EdDSA',
  [-35]: 'ES384',
  [-36]: 'ES512',
  [-257]: 'RS256',
  [-48]: 'ML-DSA-44',
  [-49]: 'ML-DSA-65',
  [-50]: 'ML-DSA-87',
};
