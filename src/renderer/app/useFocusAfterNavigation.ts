import { useEffect, useRef } from 'react';
import { isDialogOpen } from '../ui/dialog/openDialogs.ts';
import { focusHeading } from '../ui/focus/focusTrail.ts';
import { focusSearch, hasSearch } from '../ui/focus/searchFocus.ts';
import { hrefOf, type Route } from '../ui/page/route.ts';

/** How long a page may take until its heading is there, in ms. */
const PATIENCE = 3000;

/**
 * Moves the focus to the page that was navigated to: to its search on All Users, where most work begins, to its heading elsewhere.
 * Keyboard and screen reader would otherwise stay at a link that is gone.
 */
export function useFocusAfterNavigation(route: Route): void {
  const place = hrefOf(route.page === 'user' ? { ...route, tab: 'passkeys' } : route);
  const isSearch = route.page === 'users';
  const before = useRef<string>(undefined);
  useEffect(() => {
    const opened = before.current === undefined;
    const stays = before.current === place;
    before.current = place;
    // A new window keeps the focus at its top, except on All Users, where the search takes it.
    if (stays || (opened && !isSearch)) return;
    return whenThere(isSearch ? hasSearch : hasHeading, isSearch ? focusSearch : focusHeading);
  }, [place, isSearch]);
}

function hasHeading(): boolean {
  return document.querySelector('#main h1') !== null;
}

/** Runs `focus` once `isThere`, unless the person has gone on meanwhile. Returns the function that stops waiting. */
function whenThere(isThere: () => boolean, focus: () => void): () => void {
  const main = document.getElementById('main');
  const look = () => {
    if (!isThere()) return false;
    if (!isElsewhere(main)) focus();
    return true;
  };
  if (main === null || look()) return () => undefined;
  const observer = new MutationObserver(() => {
    if (look()) observer.disconnect();
  });
  observer.observe(main, { childList: true, subtree: true });
  const timer = setTimeout(() => observer.disconnect(), PATIENCE);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** Whether a dialog is open, or the person works on the page already. */
function isElsewhere(main: HTMLElement | null): boolean {
  const { activeElement } = document;
  if (isDialogOpen()) return true;
  return activeElement !== main && main?.contains(activeElement) === true;
}
