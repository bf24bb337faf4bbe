import { strings } from '../../strings.ts';

/** The keys that move the focus to the search, for screen readers. */
export const SEARCH_KEYS = 'Control+K Meta+K /';

/** Returns the keys as the search box shows them. Keyboards of other languages have other names on their keys. */
export function searchHint(): string {
  return /mac/i.test(navigator.platform) ? '⌘K' : strings.searchKeys;
}

function searchBox(): HTMLInputElement | null {
  return document.querySelector('#main input[type="search"]');
}

/** Returns whether the current page has a search. */
export function hasSearch(): boolean {
  return searchBox() !== null;
}

/** Focuses the search of the current page, and selects its text. */
export function focusSearch(): void {
  searchBox()?.focus();
  searchBox()?.select();
}
