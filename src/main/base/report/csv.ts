import { stringify } from 'csv-stringify/sync';
import { showHidden } from '../../../contract/text/visibleText.ts';

/** What a CSV cell can be made of. A list is written with spaces between its entries. */
export type Cell = string | number | boolean | null | readonly string[];

/** Columns of a CSV, each with the way from a row to its cell. */
export type Columns<T> = Readonly<Record<string, (row: T) => Cell>>;

/** Characters that begin a formula, with the forms that spreadsheets normalize to them. */
const FORMULA = '=＝﹦⁼₌⩵⩶+＋﹢⁺₊﬩\\-－﹣⁻₋−@＠﹫';
/** Accents, quotes and lines that stand alone: normalized (NFKC), each begins with a space or is a quote. */
const SPACED =
  '\\u00a8\\u00af\\u00b4\\u00b8\\u02d8-\\u02dd\\u037a\\u0384-\\u0385\\u1fbd\\u1fbf-\\u1fc1\\u1fcd-\\u1fcf\\u1fdd-\\u1fdf\\u1fed-\\u1fee' +
  '\\u1ffd-\\u1ffe\\u2017\\u203e\\u309b-\\u309c\\ufc5e-\\ufc63\\ufe49-\\ufe4c\\ufe70\\ufe72\\ufe74\\ufe76\\ufe78\\ufe7a\\ufe7c\\ufe7e' +
  '\\uff02\\uff07\\uff9e-\\uff9f\\uffe3';
/** What spreadsheets skip before they look for a formula: spaces, invisible characters, quotes. Never a line break or a separator. */
const SKIPPED = `[^\\S\\t\\r\\n]|[\\p{Cf}\\p{Mn}"'${SPACED}]|(?![\\t\\r\\n])\\p{Cc}`;
const AT_START = new RegExp(`^(?=(?:${SKIPPED})*[${FORMULA}\\t\\r\\n])`, 'u');
/** Where Windows separates lists by semicolons, Excel begins a cell there, and after a line break, whatever the quotes of CSV say. */
const INSIDE = new RegExp(`([;\\t\\r\\n])(?=(?:${SKIPPED})*[${FORMULA}])`, 'gu');

/**
 * Returns a text that no spreadsheet runs as a formula. SECURITY: names in the directory and on keys are chosen by others. An
 * apostrophe goes before each place where a formula could begin, at the start and after `; tab CR LF`; all other texts stay as they are. A program that
 * reads the file gets the original back by removing one apostrophe at each of these places.
 */
export function asText(text: string): string {
  return text.replaceAll(INSIDE, "$1'").replace(AT_START, "'");
}

/**
 * Returns rows as CSV (RFC 4180) in UTF-8. Every export of Keydesk goes through here.
 * @param first whether the file begins here: with a byte order mark, by which Excel knows UTF-8, and the names of the columns
 */
export function csv<T>(rows: readonly T[], columns: Columns<T>, first: boolean): string {
  const cells = rows.map(row => Object.values(columns).map(cell => textOf(cell(row))));
  const lines = first ? [Object.keys(columns).map(asText), ...cells] : cells;
  return stringify(lines, { bom: first });
}

function textOf(cell: Cell): string {
  // A number of ours is no text of others: -1 stays a number.
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (cell === null) return '';
  // SECURITY: a CSV may be shown at a terminal, and a name must not turn the line around it.
  return asText(showHidden(typeof cell === 'string' ? cell : cell.join(' ')));
}
