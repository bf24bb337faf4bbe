import { stringify } from 'csv-stringify/sync';
import { showHidden } from '../../../contract/text/visibleText.ts';

/** The possible values of a CSV cell. A list is written with spaces between its entries. */
export type Cell = string | number | boolean | null | readonly string[];

/** The columns of a CSV, each with a function that returns its cell for a row. */
export type Columns<T> = Readonly<Record<string, (row: T) => Cell>>;

/** Characters that begin a formula, and the characters that spreadsheets normalize to them. */
const FORMULA = '=＝﹦⁼₌⩵⩶+＋﹢⁺₊﬩\\-－﹣⁻₋−@＠﹫';
/** Spacing accents, quotes and lines: normalized (NFKC), each begins with a space or is a quote. */
const SPACED =
  '\\u00a8\\u00af\\u00b4\\u00b8\\u02d8-\\u02dd\\u037a\\u0384-\\u0385\\u1fbd\\u1fbf-\\u1fc1\\u1fcd-\\u1fcf\\u1fdd-\\u1fdf\\u1fed-\\u1fee' +
  '\\u1ffd-\\u1ffe\\u2017\\u203e\\u309b-\\u309c\\ufc5e-\\ufc63\\ufe49-\\ufe4c\\ufe70\\ufe72\\ufe74\\ufe76\\ufe78\\ufe7a\\ufe7c\\ufe7e' +
  '\\uff02\\uff07\\uff9e-\\uff9f\\uffe3';
/**
 * Characters that spreadsheets skip before a formula: spaces, invisible characters, quotes. Never a line break or a
 * separator.
 */
const SKIPPED = `[^\\S\\t\\r\\n]|[\\p{Cf}\\p{Mn}"'${SPACED}]|(?![\\t\\r\\n])\\p{Cc}`;
const AT_START = new RegExp(`^(?=(?:${SKIPPED})*[${FORMULA}\\t\\r\\n])`, 'u');
/**
 * If the list separator of Windows is a semicolon, Excel begins a cell after it and after a line break, even inside CSV
 * quotes.
 */
const INSIDE = new RegExp(`([;\\t\\r\\n])(?=(?:${SKIPPED})*[${FORMULA}])`, 'gu');

/**
 * Returns a text that no spreadsheet runs as a formula. SECURITY: other people choose the names in the directory and on
 * keys. An apostrophe is inserted at each place where a formula could begin: at the start and after `; tab CR LF`. All
 * other texts are unchanged. A program that reads the file restores the original by removing one apostrophe at each of
 * these places.
 */
export function asText(text: string): string {
  return text.replaceAll(INSIDE, "$1'").replace(AT_START, "'");
}

/**
 * Returns rows as CSV (RFC 4180) in UTF-8. Every export of Keydesk uses it.
 * @param first Whether this is the beginning of the file: it gets a byte order mark, by which Excel detects UTF-8, and
 * the names of the columns
 */
export function csv<T>(rows: readonly T[], columns: Columns<T>, first: boolean): string {
  const cells = rows.map(row => Object.values(columns).map(cell => textOf(cell(row))));
  const lines = first ? [Object.keys(columns).map(asText), ...cells] : cells;
  return stringify(lines, { bom: first });
}

function textOf(cell: Cell): string {
  // A number comes from Keydesk, not from other people: -1 stays a number.
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (cell === null) return '';
  // SECURITY: a terminal may show a CSV, and a name must not reverse the text of its line.
  return asText(showHidden(typeof cell === 'string' ? cell : cell.join(' ')));
}
