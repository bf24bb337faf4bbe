import { useEffect } from 'react';

/** The page comes first, because a list of windows and a screen reader show the beginning of a title. */
const parts = { page: '', frame: '' };

function tell(): void {
  document.title = [parts.page, parts.frame].filter(part => part !== '').join(' · ');
}

/** Sets the part of the window's title that is the same on every page. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    parts.frame = title;
    tell();
  }, [title]);
}

/** Sets the title of the page, the first part of the window's title (WCAG 2.2, 2.4.2). */
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
