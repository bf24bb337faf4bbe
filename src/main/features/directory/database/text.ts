import { fold, isAscii } from '../../../base/fold.ts';

/** Long names would make the index that sorts them large, and nobody sees the difference. */
const SORTED = 64;

export function sortKey(displayName: string): string {
  return fold(displayName).slice(0, SORTED);
}

const BETWEEN = /[^\p{L}\p{N}\p{S}\p{Co}]+/u;
/** The same within ASCII, which takes half the time. */
const BETWEEN_ASCII = /[^a-z0-9$+<=>^`|~]+/;

/** The words of a text as search compares them: letters, digits and symbols (an emoji is a word), cut at everything else. */
export function words(text: string): string[] {
  return fold(text)
    .split(isAscii(text) ? BETWEEN_ASCII : BETWEEN)
    .filter(word => word !== '');
}

/** The words of a search. One before an @ is whole: nobody means user10@ who types user1@. */
export function searchWords(search: string): { word: string; whole: boolean }[] {
  const parts = fold(search).split('@');
  return parts.flatMap((part, i) => {
    const list = words(part);
    const ended = i < parts.length - 1 && /[\p{L}\p{N}\p{S}\p{Co}]$/u.test(part);
    return list.map((word, at) => ({ word, whole: ended && at === list.length - 1 }));
  });
}

/** All the words of some texts in a row, each after a blank: `' anna' ` within it says that a word begins with anna. */
export function searchText(...texts: readonly (string | null)[]): string {
  // The mail address mostly is the user name.
  const different = [...new Set(texts)].filter(text => text !== null);
  return ` ${[...new Set(words(different.join(' ')))].join(' ')}`;
}
