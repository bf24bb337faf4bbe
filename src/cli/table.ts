import stringWidth from 'string-width';
import { locale } from '../words/say.ts';
import { terminalLine } from './writing.ts';

type Row = readonly string[];

/** Returns names and their values as two aligned columns. */
export function table(rows: readonly Row[]): string[] {
  return align(rows.map(row => row.map(terminalLine)));
}

/**
 * Returns the lines of a list. `headings` are separated by `|`. Columns are separated by at least two spaces, no cell
 * contains two in a row, and an empty cell shows `-`. So scripts can split lines at runs of spaces.
 * @throws Error if a row has another number of cells than there are headings: a catalog misses one
 */
export function listTable(headings: string, rows: readonly Row[]): string[] {
  const cells = rows.map(row => row.map(cell => terminalLine(cell).trim().replaceAll(/ {2,}/g, ' ') || '-'));
  const names = headings.split('|').map(heading => heading.toLocaleUpperCase(locale()));
  if (cells.some(row => row.length !== names.length)) throw new Error(`headings and cells differ: ${headings}`);
  return align([names, ...cells]);
}

/** Returns the lines of a list, or one line if it has no rows. @param none such as "There are no codes." */
export function listOr(none: string, headings: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [none] : listTable(headings, rows);
}

/** Pads cells to columns by their width in a terminal: a Chinese character takes two columns, a combining mark none. */
function align(rows: readonly Row[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => stringWidth(row[column] ?? ''))));
  return rows.map(row =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}
