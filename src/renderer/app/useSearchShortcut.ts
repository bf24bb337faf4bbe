import { useEffect } from 'react';
import { isDialogOpen } from '../ui/dialog/openDialogs.ts';
import { focusSearch, hasSearch } from '../ui/focus/searchFocus.ts';
import { isSearchShortcut } from '../ui/focus/shortcuts.ts';
import { goTo } from '../ui/page/route.ts';

/** Ctrl+K, Cmd+K and / move the focus to the search of the page. On a page without a search they open All Users. */
export function useSearchShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isSearchShortcut(event, isTyping(event.target))) return;
      if (isDialogOpen()) return;
      // Otherwise Ctrl+K would open the search of the browser.
      event.preventDefault();
      if (hasSearch()) focusSearch();
      else goTo({ page: 'users' });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Returns whether an element accepts text. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');
}
