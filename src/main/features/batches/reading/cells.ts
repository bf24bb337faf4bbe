/** One line of cells. `line` is its first line in the file, from 1. */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
  /** Its quotes are wrong, so nobody knows where its cells end: text follows a closing quote, or they never close. */
  readonly quotes?: 'stray' | 'open';
}

/** The cells of a file. */
export interface Cells {
  readonly lines: readonly Line[];
}
