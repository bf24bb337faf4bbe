import type { UserExport, UserRow } from '../../../contract/directory/schema.ts';
import { userTexts } from '../../../contract/users/schema.ts';
import type { Cell, Columns } from '../../base/report/csv.ts';
import { exportRows } from '../../base/report/exportRows.ts';
import type { ImportedDirectory } from './imported.ts';

const names = [
  'userPrincipalName',
  'displayName',
  ...userTexts,
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

/** Exports the filtered users in parts, as CSV with a header line or as one JSON array. */
export function exportUsers(
  imported: Pick<ImportedDirectory, 'allUsers'>,
  { filter, format, only, except }: UserExport,
): AsyncGenerator<string> {
  const [chosen, left] = [only && new Set(only), new Set(except)];
  const chosenParts = async function* () {
    for await (const rows of imported.allUsers(filter)) {
      yield rows.filter(({ id }) => chosen?.has(id) !== false && !left.has(id));
    }
  };
  return exportRows(format, columns, chosenParts());
}
