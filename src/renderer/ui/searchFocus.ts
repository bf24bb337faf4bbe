/** Names the keys that move the focus to the search, for screen readers. */
export const SEARCH_KEYS = 'Control+K Meta+K /';
/** The same, shown in the box. */
export const SEARCH_HINT = /mac/i.test(navigator.platform) ? '⌘K' : 'Ctrl+K';

function searchBox(): HTMLInputElement | null {
  return document.querySelector('#main input[type="search"]');
}

/** Whether the page that is shown has a search. */
export function hasSearch(): boolean {
  return searchBox() !== null;
}

/** Focuses the search of the page that is shown, and selects what it holds. */
export function focusSearch(): void {
  searchBox()?.focus();
  searchBox()?.select();
}
