import { useEffect } from 'react';

/** The page, then what is the same on all pages: a list of windows, and a screen reader after a link, tell the beginning. */
const parts = { page: '', frame: '' };

function tell(): void {
  document.title = [parts.page, parts.frame].filter(part => part !== '').join(' · ');
}

/** What the window is called on every page, in the system's list of windows. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    parts.frame = title;
    tell();
  }, [title]);
}

/** What the page is called, before that (WCAG 2.2, 2.4.2). */
export function usePageTitle(title: string): void {
  useEffect(() => {
    parts.page = title;
    tell();
    return () => {
      parts.page = '';
      tell();
    };
  }, [title]);
}
