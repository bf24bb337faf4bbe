import { type RefCallback, type UIEvent, useCallback, useRef, useState } from 'react';
import { placeOf, type VisibleRows, visibleRows } from './visibleRows.ts';

/** The visible part of a list, and how to scroll it. */
export interface ScrollWindow extends VisibleRows {
  /** The ref of the element that scrolls. */
  readonly ref: RefCallback<HTMLElement>;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  scrollTo(row: number): void;
}

/**
 * Draws only the visible rows of a list, with a scrollbar for all of them. If the list is higher than Chromium can
 * draw, the scrollbar has the maximum height, and its position selects the row in proportion.
 * @param heightOf returns the height of a row in px for a list of that width in px
 */
export function useScrollWindow(total: number, heightOf: (width: number) => number): ScrollWindow {
  const element = useRef<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  const [view, setView] = useState(600);
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  const rowHeight = heightOf(width);
  const window = visibleRows({ total, rowHeight, view, scrolled: top });

  const ref = useCallback<RefCallback<HTMLElement>>(next => {
    element.current = next;
    if (next === null) return;
    const measure = () => {
      setView(next.clientHeight || 600);
      setWidth(next.clientWidth || Number.POSITIVE_INFINITY);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(next);
    return () => observer.disconnect();
  }, []);

  const scrollTo = (row: number) => {
    const place = placeOf(row, window, { total, rowHeight, view });
    if (element.current === null || place === undefined) return;
    element.current.scrollTop = place;
    // The browser reports the scroll with the next frame. The next key may come before that.
    setTop(element.current.scrollTop);
  };

  return { ...window, ref, onScroll: event => setTop(event.currentTarget.scrollTop), scrollTo };
}
