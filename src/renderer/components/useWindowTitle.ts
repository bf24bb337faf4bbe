import { useEffect } from 'react';

/** What the window is called in the system's list of windows. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
