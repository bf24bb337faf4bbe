import { useEffect } from 'react';
import { isDialogOpen } from '../ui/isDialogOpen.ts';
import { focusSearch, hasSearch } from '../ui/searchFocus.ts';
import { goTo } from './route.ts';

/** Ctrl+K, Cmd+K and / lead to the search of the page; on a page without one, to All Users, whose search takes the focus. */
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
