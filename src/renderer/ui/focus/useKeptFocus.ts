import { useEffect } from 'react';

/**
 * Keeps the focus in a dialog or a page. If the element with the focus is removed or disabled, the dialog itself takes the focus: with the
 * focus on the page behind it, Escape would not reach the dialog.
 */
export function useKeptFocus(surface: HTMLElement | null): void {
  useEffect(() => {
    if (surface === null) return;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      // The browser moves the focus away from a disabled element when it renders.
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
