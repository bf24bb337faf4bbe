/** The page of a printed list: A4 in landscape. Lengths are in points. */
export const PAGE = { width: 841.89, height: 595.28, margin: 36 } as const;
/** The end of the last row. Below it is the number of the page. */
export const BOTTOM = PAGE.height - 54;
export const LINE = 11;
export const SMALL = { size: 7.5, color: '#616161' } as const;
export const TEXT = { size: 8.5 } as const;
/** Number of rows after which a list yields to other work of the core. */
export const AT_ONCE = 10;
