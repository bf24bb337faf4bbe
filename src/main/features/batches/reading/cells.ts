/** One line of cells. `line` is its first line in the file, from 1. */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
  /** Its quotes are wrong, so nobody knows where its cells end. */
  readonly strayQuote?: boolean;
}

/** The cells of a file, and the line from which on it cannot be read. */
export interface Cells {
  readonly lines: readonly Line[];
  /** The line where quotes open that never close, with the beginning of its text. */
  readonly openQuote?: { readonly line: number; readonly text: string };
}
