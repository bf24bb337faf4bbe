import type { Paper } from '../../../../contract/handover/schema.ts';

/** The size of a paper and of what is written on it, in points. */
export interface PaperSize {
  readonly width: number;
  /** Null for a roll: a page is as long as its content. */
  readonly height: number | null;
  readonly margin: number;
  readonly sizes: {
    readonly name: number;
    readonly heading: number;
    readonly text: number;
    readonly small: number;
    readonly pin: number;
  };
  /** The largest size of the logo. */
  readonly logo: { readonly width: number; readonly height: number };
  /** The width of the labels before values. Null if a value is below its label. */
  readonly labels: number | null;
  /** The most lines of the organization's text. */
  readonly contactLines: number;
}

const MM = 72 / 25.4;

const page = {
  margin: 56,
  sizes: { name: 24, heading: 13, text: 11, small: 9, pin: 30 },
  logo: { width: 180, height: 56 },
  labels: 130,
  contactLines: 9,
};

export const paperSizes: Readonly<Record<Paper, PaperSize>> = {
  a4: { ...page, width: 210 * MM, height: 297 * MM },
  letter: { ...page, width: 8.5 * 72, height: 11 * 72, contactLines: 7 },
  // A printer for rolls does not print on the outer 1.5 mm to 2 mm.
  label62: {
    width: 62 * MM,
    height: null,
    margin: 3 * MM,
    sizes: { name: 13, heading: 9, text: 8, small: 7, pin: 18 },
    logo: { width: 110, height: 34 },
    labels: null,
    contactLines: 14,
  },
};
