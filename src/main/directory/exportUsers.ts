import type { UserExport, UserRow } from '../../contract/directory.ts';
import { type Cell, type Columns, csv } from '../csv.ts';
import type { ImportedDirectory } from './imported.ts';

const CHUNK = 1000;

const names = [
  'userPrincipalName',
  'displayName',
  'mail',
  'jobTitle',
  'department',
  'employeeId',
  'accountEnabled',
  'guest',
  'passkey',
  'passkeyKinds',
  'admin',
  'firstSeenAt',
  'leftAt',
  'assignment',
  'passkeys',
  'lastUsedAt',
  'id',
] as const satisfies readonly (keyof UserRow)[];
const columns: Columns<UserRow> = Object.fromEntries(names.map(name => [name, (row: UserRow): Cell => row[name]]));

/** What a filter lets through, as CSV with a head line or as one JSON array, in parts. */
export async function* exportUsers(
  imported: Pick<ImportedDirectory, 'users'>,
  { filter, format, only, except }: UserExport,
): AsyncGenerator<string> {
  const [chosen, left] = [only && new Set(only), new Set(except)];
  const write = (rows: readonly UserRow[], start: boolean) =>
    format === 'csv' ? csv(rows, columns, start) : json(rows, start);
  let first = true;
  for (let offset = 0, total = 1; offset < total; offset += CHUNK) {
    // A chunk of this size makes the reader work out the whole list once, so that its pages fit together.
    const page = await imported.users(filter, offset, CHUNK);
    ({ total } = page);
    const rows = page.rows.filter(({ id }) => chosen?.has(id) !== false && !left.has(id));
    if (rows.length > 0) {
      yield write(rows, first);
      first = false;
    }
  }
  if (first) yield format === 'csv' ? csv([], columns, true) : '[';
  if (format === 'json') yield '\n]\n';
}

function json(rows: readonly UserRow[], first: boolean): string {
  const lines = rows.map(row => JSON.stringify(row)).join(',\n');
  return `${first ? '[' : ','}\n${lines}`;
}
