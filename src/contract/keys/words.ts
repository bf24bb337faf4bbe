import { list, wordsOf } from '../../words/say.ts';
import type { ListOddity } from './management.ts';

/** What a key says of itself, in plain words. */
export const keyWords = wordsOf('keys');

/** How a key contradicts itself in the list of its passkeys. */
const oddities: Readonly<Record<ListOddity, string>> = keyWords.oddities;

/** Says that a list may not be complete, and why. */
export function inconsistentWords(found: readonly ListOddity[]): string {
  return keyWords.inconsistent({ oddities: list(found.map(oddity => oddities[oddity])) });
}

/** How many passkeys are on a key, and how many more fit. */
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
