import type { BatchColumn, FileChoices } from '../../../../contract/batches/schema.ts';
import type { Line } from './cells.ts';

/** The headings by which a column is recognized, in lower case without spaces and signs. */
const headings: Readonly<Record<BatchColumn, readonly string[]>> = {
  user: [
    ...['user', 'userprincipalname', 'upn', 'username', 'mail', 'email', 'emailaddress', 'login', 'account'],
    ...['objectid', 'userid', 'id', 'employeeid', 'employeenumber'],
    ...['benutzer', 'benutzername', 'benutzerprinzipalname', 'anmeldename', 'personalnummer', 'mitarbeiternummer'],
  ],
  serial: ['serial', 'serialnumber', 'serialno', 'sn', 'keyserial', 'seriennummer', 'serie'],
  name: ['passkeyname', 'passkey', 'keyname', 'displayname', 'passkeyname', 'namedespasskeys', 'schlusselname'],
  profile: ['profile', 'profil'],
};

/** Number of lines by which columns are recognized. */
const LOOKED_AT = 20;

/** The columns of a file in order, and its first line without headings. Null is a column that is not used. */
export interface RecognizedColumns {
  readonly hasHeadings: boolean;
  readonly headings: string[];
  readonly columns: (BatchColumn | null)[];
  readonly body: readonly Line[];
}

/**
 * Recognizes the columns by the headings. Without a known heading of a user, the users are in the first column with an address or an id.
 */
export function recognizeColumns(
  lines: readonly Line[],
  { columns: chosen, hasHeadings: choice }: FileChoices,
): RecognizedColumns {
  const [first] = lines;
  const known = (first?.cells ?? []).map(columnOf);
  const hasHeadings = choice ?? startsWithHeadings(lines, known);
  // A line with more cells than headings is not a row: its cells may be in the wrong columns.
  const width = hasHeadings ? (first?.cells.length ?? 0) : widest(lines);
  const body = hasHeadings ? lines.slice(1) : lines;
  const columns = Array.from(
    { length: width },
    (_, n) => chosen?.[n] ?? (chosen === undefined ? (known[n] ?? null) : null),
  );
  if (chosen === undefined && !columns.includes('user')) {
    const users = userColumn(body);
    if (users !== undefined || !hasHeadings) columns[users ?? 0] = 'user';
  }
  return {
    hasHeadings,
    headings: Array.from({ length: width }, (_, n) => (hasHeadings ? (first?.cells[n] ?? '') : letterOf(n))),
    columns: onlyFirst(columns),
    body,
  };
}

/**
 * Returns whether the first line has headings: it names no user, and has a known heading, or several columns over lines of which one of the next
 * names a user.
 */
function startsWithHeadings(lines: readonly Line[], known: readonly (BatchColumn | null)[]): boolean {
  const [first, ...next] = lines.slice(0, 1 + LOOKED_AT);
  if (first === undefined || first.cells.some(isUserName)) return false;
  if (known.some(column => column !== null)) return true;
  return first.cells.length > 1 && next.some(({ cells }) => cells.some(isUserName));
}

/** A loop, because a call with 50,000 arguments fails. */
function widest(lines: readonly Line[]): number {
  return lines.reduce((width, { cells }) => Math.max(width, cells.length), 0);
}

function columnOf(heading: string): BatchColumn | null {
  const plain = heading
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  for (const [column, names] of Object.entries(headings)) if (names.includes(plain)) return column as BatchColumn;
  return null;
}

/** Of several columns that may be the user, the first one counts. */
function onlyFirst(columns: readonly (BatchColumn | null)[]): (BatchColumn | null)[] {
  return columns.map((column, n) => (column !== null && columns.indexOf(column) < n ? null : column));
}

/** Returns the first column with a user name, by the first lines; undefined if they have none. */
function userColumn(body: readonly Line[]): number | undefined {
  for (const { cells } of body.slice(0, LOOKED_AT)) {
    const column = cells.findIndex(isUserName);
    if (column !== -1) return column;
  }
  return undefined;
}

/** Returns whether a text is an address or an object id. */
function isUserName(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Returns the name of a column in a spreadsheet: A to Z, AA, … */
function letterOf(n: number): string {
  const rest = Math.floor(n / 26);
  return (rest > 0 ? letterOf(rest - 1) : '') + String.fromCharCode(65 + (n % 26));
}
