import stringWidth from 'string-width';
import { locale } from '../words/say.ts';
import { terminalLine } from './writing.ts';

type Row = readonly string[];

/** Names and their values as two aligned columns. */
export function table(rows: readonly Row[]): string[] {
  return align(rows.map(row => row.map(terminalLine)));
}

/**
 * A list with a line of headings, which `|` separates. At least two spaces separate columns, no cell holds two in a row, and an empty cell shows `-`: the lines can be
 * split at runs of spaces.
 */
export function listTable(headings: string, rows: readonly Row[]): string[] {
  const cells = rows.map(row => row.map(cell => terminalLine(cell).trim().replaceAll(/ {2,}/g, ' ') || '-'));
  return align([headings.split('|').map(heading => heading.toLocaleUpperCase(locale())), ...cells]);
}

/** Pads cells to columns by the width that a terminal gives them: a Chinese character takes two places, a combining mark none. */
function align(rows: readonly Row[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => stringWidth(row[column] ?? ''))));
  return rows.map(row =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}
