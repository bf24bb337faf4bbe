import { useEffect } from 'react';

/**
 * Keeps the focus in a dialog: where what had it is removed or disabled, the dialog itself takes it. On the page behind, Escape
 * reaches no dialog.
 */
export function useKeptFocus(surface: HTMLElement | null): void {
  useEffect(() => {
    if (surface === null) return;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      // The browser moves the focus of a disabled element when it renders.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          if (document.activeElement === document.body) surface.focus();
        });
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(surface, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [surface]);
}
