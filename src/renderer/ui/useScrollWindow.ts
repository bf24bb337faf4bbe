import { type RefCallback, type UIEvent, useCallback, useRef, useState } from 'react';

/** Chromium draws nothing below some 33 million px, and half of that where a pixel is two (docs: long lists). */
const MAX_HEIGHT = 15_000_000;
/** Rows above and below the visible ones, so that a quick scroll finds them drawn. */
const SPARE = 6;

export interface ScrollWindow {
  /** Of the element that scrolls. */
  readonly ref: RefCallback<HTMLElement>;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  /** Of the element inside it that makes the scrollbar, in px. */
  readonly height: number;
  /** The rows to draw, first and the one after the last, and where the first is, in px from the top. */
  readonly first: number;
  readonly end: number;
  readonly top: number;
  /** Rows that fit. */
  readonly page: number;
  /** At most so many are drawn: a row may take the place in the document of the one it pushed out. */
  readonly slots: number;
  scrollTo(row: number): void;
}

/**
 * A window on any number of rows of one height under a true scrollbar. A list that would be higher than Chromium draws gets
 * a scrollbar of the highest height, and its place tells the row by proportion.
 * @param heightOf the height of a row, in px, in a list of that width in px
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
  // Rows hidden above: exactly where the list is drawn at its own height, else by proportion.
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
    // The browser tells of it only with the next frame, and the next key may come before.
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
