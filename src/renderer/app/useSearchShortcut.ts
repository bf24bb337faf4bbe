import { useEffect } from 'react';
import { isDialogOpen } from '../ui/dialog/openDialogs.ts';
import { focusSearch, hasSearch } from '../ui/focus/searchFocus.ts';
import { goTo } from '../ui/page/route.ts';

/** Ctrl+K, Cmd+K and / move the focus to the search of the page. On a page without a search they open All Users. */
export function useSearchShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isShortcut(event)) return;
      if (isDialogOpen()) return;
      // Ctrl+K is the browser's own search otherwise.
      event.preventDefault();
      if (hasSearch()) focusSearch();
      else goTo({ page: 'users' });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isShortcut({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (altKey) return false;
  if (ctrlKey !== metaKey) return key.toLowerCase() === 'k';
  return key === '/' && !ctrlKey && !isTyping(target);
}

/** In a field a slash is a character like any other. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');
}
