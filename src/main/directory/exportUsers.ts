import { stringify } from 'csv-stringify/sync';
import type { UserExport, UserRow } from '../../contract/directory.ts';
import type { ImportedDirectory } from './imported.ts';

const CHUNK = 1000;

const columns: readonly (keyof UserRow)[] = [
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
];

/** What a filter lets through, as CSV with a head line or as one JSON array, in parts. */
export async function* exportUsers(
  imported: Pick<ImportedDirectory, 'users'>,
  { filter, format, only, except }: UserExport,
): AsyncGenerator<string> {
  const [chosen, left] = [only && new Set(only), new Set(except)];
  const write = format === 'csv' ? csv : json;
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
  if (first) yield format === 'csv' ? csv([], true) : '[';
  if (format === 'json') yield '\n]\n';
}

function csv(rows: readonly UserRow[], first: boolean): string {
  return stringify([...rows], {
    header: first,
    columns: [...columns],
    // SECURITY: a name like =CMD() must stay a name when a spreadsheet opens the file.
    escape_formulas: true,
    bom: first,
    cast: {
      boolean: value => (value ? 'yes' : 'no'),
      object: value => (Array.isArray(value) ? value.join(' ') : JSON.stringify(value)),
    },
  });
}

function json(rows: readonly UserRow[], first: boolean): string {
  const lines = rows.map(row => JSON.stringify(row)).join(',\n');
  return `${first ? '[' : ','}\n${lines}`;
}
