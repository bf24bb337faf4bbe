import { type RefObject, useEffect, useRef } from 'react';

/** How long an element must be visible to count as seen, in ms. */
const LOOK = 2000;
const TICK = 250;
/** Browsers do not measure a layout to the last fraction of a pixel. */
const WHOLE = 0.99;

/**
 * Calls a function once after the whole element was visible, in a visible window, long enough to be read. An element
 * that starts outside the view, in a small window or at high zoom, is scrolled into view.
 */
export function useSeen(element: RefObject<HTMLElement | null>, onSeen: (() => void) | undefined): void {
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  }, [onSeen]);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    let [isWhole, seen] = [false, 0];
    const observer = new IntersectionObserver(
      entries => {
        isWhole = (entries.at(-1)?.intersectionRatio ?? 0) >= WHOLE;
      },
      { threshold: WHOLE },
    );
    observer.observe(watched);
    watched.scrollIntoView({ block: 'nearest' });
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible' || !isWhole) return;
      seen += TICK;
      if (seen < LOOK) return;
      clearInterval(timer);
      latest.current?.();
    }, TICK);
    return () => {
      observer.disconnect();
      clearInterval(timer);
    };
  }, [element]);
}
