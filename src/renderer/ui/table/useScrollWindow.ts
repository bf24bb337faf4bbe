import { type RefCallback, type UIEvent, useCallback, useRef, useState } from 'react';

/** Chromium draws nothing below about 33 million px, and half of that on a screen with double pixels. */
const MAX_HEIGHT = 15_000_000;
/** Rows that are drawn above and below the visible ones, so that a quick scroll shows no gap. */
const SPARE = 6;

export interface ScrollWindow {
  /** The ref of the element that scrolls. */
  readonly ref: RefCallback<HTMLElement>;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  /** The height of the element inside it that makes the scrollbar, in px. */
  readonly height: number;
  /** The first row to draw, the row after the last one, and the place of the first one in px from the top. */
  readonly first: number;
  readonly end: number;
  readonly top: number;
  /** The number of rows that fit. */
  readonly page: number;
  /** The most rows that are drawn at once. A new row can reuse the element of a row that left the view. */
  readonly slots: number;
  scrollTo(row: number): void;
}

/**
 * Draws only the visible rows of a list, with a scrollbar for all of them. If the list is higher than Chromium draws, the scrollbar has
 * the greatest height that works, and its position selects the row in proportion.
 * @param heightOf returns the height of a row in px for a list of that width in px
 */
export function useScrollWindow(total: number, heightOf: (width: number) => number): ScrollWindow {
  const element = useRef<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  const [view, setView] = useState(600);
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  const rowHeight = heightOf(width);
  const height = Math.min(total * rowHeight, MAX_HEIGHT);
  const hidden = Math.max(0, height - view);
  const place = Math.min(top, hidden);
  // The number of rows above the view: exact if the list has its full height, otherwise in proportion.
  const above = hidden === 0 ? 0 : (place / hidden) * (total - view / rowHeight);
  const page = Math.max(1, Math.floor(view / rowHeight));
  const first = Math.max(0, Math.floor(above) - SPARE);
  const end = Math.min(total, Math.ceil(above + view / rowHeight) + SPARE);

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
    const visible = view / rowHeight;
    const target = row < above ? row : row + 1 > above + visible ? row + 1 - visible : above;
    if (element.current === null || total <= visible) return;
    element.current.scrollTop = (target / (total - visible)) * hidden;
    // The browser reports the scroll with the next frame. The next key may come before that.
    setTop(element.current.scrollTop);
  };

  return {
    ref,
    onScroll: event => setTop(event.currentTarget.scrollTop),
    height,
    first,
    end,
    top: place - (above - first) * rowHeight,
    page,
    slots: page + 2 * SPARE + 2,
    scrollTo,
  };
}
