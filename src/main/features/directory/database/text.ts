import { fold, isAscii } from '../../../base/fold.ts';

/** Length of the stored sort key. Long names would make the sort index large without a visible difference. */
const SORTED = 64;

export function sortKey(displayName: string): string {
  return fold(displayName).slice(0, SORTED);
}

const BETWEEN = /[^\p{L}\p{N}\p{S}\p{Co}]+/u;
/** Matches the same within ASCII, in half the time. */
const BETWEEN_ASCII = /[^a-z0-9$+<=>^`|~]+/;

/** Splits a text into words for the search: letters, digits and symbols (an emoji is a word). */
export function words(text: string): string[] {
  return fold(text)
    .split(isAscii(text) ? BETWEEN_ASCII : BETWEEN)
    .filter(word => word !== '');
}

/** Returns the words of a search. A word before an @ is complete: user1@ must not match user10@. */
export function searchWords(search: string): { word: string; whole: boolean }[] {
  const parts = fold(search).split('@');
  return parts.flatMap((part, i) => {
    const list = words(part);
    const ended = i < parts.length - 1 && /[\p{L}\p{N}\p{S}\p{Co}]$/u.test(part);
    return list.map((word, at) => ({ word, whole: ended && at === list.length - 1 }));
  });
}

/** Returns all words of these texts, each after a space: `' anna' ` in the result means that a word begins with anna. */
export function searchText(...texts: readonly (string | null)[]): string {
  // The mail address is usually the user name.
  const different = [...new Set(texts)].filter(text => text !== null);
  return ` ${[...new Set(words(different.join(' ')))].join(' ')}`;
}
