import { stringify } from 'csv-stringify/sync';
import type { UserFilter, UserRow } from '../../contract/directory.ts';
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
  'admin',
  'firstSeenAt',
  'leftAt',
  'id',
];

/** What a filter lets through, as CSV with a head line or as one JSON array, in parts. */
export async function* exportUsers(
  imported: Pick<ImportedDirectory, 'users'>,
  filter: UserFilter,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  let offset = 0;
  for (;;) {
    // A chunk of this size makes the reader work out the whole list once, so that its pages fit together.
    const { rows, total } = await imported.users(filter, offset, CHUNK);
    yield format === 'csv' ? csv(rows, offset === 0) : json(rows, offset === 0);
    offset += rows.length;
    if (rows.length === 0 || offset >= total) break;
  }
  if (format === 'json') yield '\n]\n';
}

function csv(rows: readonly UserRow[], first: boolean): string {
  return stringify([...rows], {
    header: first,
    columns: [...columns],
    // SECURITY: a name like =CMD() must stay a name when a spreadsheet opens the file.
    escape_formulas: true,
    bom: first,
    cast: { boolean: value => (value ? 'yes' : 'no') },
  });
}

function json(rows: readonly UserRow[], first: boolean): string {
  const lines = rows.map(row => JSON.stringify(row)).join(',\n');
  if (first) return `[\n${lines}`;
  return lines === '' ? '' : `,\n${lines}`;
}
