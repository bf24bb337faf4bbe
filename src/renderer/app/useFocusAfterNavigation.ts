import { useEffect, useRef } from 'react';
import { isDialogOpen } from '../ui/dialog/openDialogs.ts';
import { focusHeading } from '../ui/focus/focusTrail.ts';
import { focusSearch, hasSearch } from '../ui/focus/searchFocus.ts';
import { hrefOf, type Route } from '../ui/page/route.ts';

/** Timeout for the heading of a page, in ms. */
const PATIENCE = 3000;

/**
 * Moves the focus to the new page: to the search on All Users, where most work begins, or to the heading of other
 * pages. Otherwise keyboard and screen reader would stay at a link that no longer exists.
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

/**
 * Runs `focus` as soon as `isThere` returns true, unless the person has started something else. Returns a function that
 * cancels.
 */
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

/** Returns whether a dialog is open, or the focus is already in the page. */
function isElsewhere(main: HTMLElement | null): boolean {
  const { activeElement } = document;
  if (isDialogOpen()) return true;
  return activeElement !== main && main?.contains(activeElement) === true;
}
