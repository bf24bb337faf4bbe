/** The keys that move the focus to the search, for screen readers. */
export const SEARCH_KEYS = 'Control+K Meta+K /';
/** The key that the search box shows. */
export const SEARCH_HINT = /mac/i.test(navigator.platform) ? '⌘K' : 'Ctrl+K';

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
