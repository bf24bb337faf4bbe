/** Chromium draws nothing below about 33 million px, and half of that on a screen with double pixels. */
const MAX_HEIGHT = 15_000_000;
/** Rows that are drawn above and below the visible ones, so that a quick scroll shows no gap. */
const SPARE = 6;

/** The size of a list, in px except for `total`, the number of rows. `view` is the height of the visible part. */
export interface ListSize {
  total: number;
  rowHeight: number;
  view: number;
}

/** The rows that a list draws. */
export interface VisibleRows {
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
  /** The number of rows above the view, which may be a fraction. */
  readonly above: number;
}

/**
 * Returns the rows to draw. If the list is higher than Chromium can draw, the scrollbar has the maximum height, and its
 * position selects the row in proportion.
 * @param scrolled the position of the scrollbar, in px
 */
export function visibleRows({ total, rowHeight, view, scrolled }: ListSize & { scrolled: number }): VisibleRows {
  const height = Math.min(total * rowHeight, MAX_HEIGHT);
  const hidden = Math.max(0, height - view);
  const place = Math.min(scrolled, hidden);
  // The number of rows above the view: exact if the list has its full height, otherwise in proportion.
  const above = hidden === 0 ? 0 : (place / hidden) * (total - view / rowHeight);
  const page = Math.max(1, Math.floor(view / rowHeight));
  const first = Math.max(0, Math.floor(above) - SPARE);
  const end = Math.min(total, Math.ceil(above + view / rowHeight) + SPARE);
  return { height, first, end, top: place - (above - first) * rowHeight, page, slots: page + 2 * SPARE + 2, above };
}

/** Returns the position of the scrollbar, in px, that shows a row; undefined if all rows are visible. */
export function placeOf(
  row: number,
  { height, above }: VisibleRows,
  { total, rowHeight, view }: ListSize,
): number | undefined {
  const visible = view / rowHeight;
  if (total <= visible) return undefined;
  const target = row < above ? row : row + 1 > above + visible ? row + 1 - visible : above;
  return (target / (total - visible)) * Math.max(0, height - view);
}
