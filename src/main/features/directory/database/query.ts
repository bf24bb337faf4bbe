import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { bitOf } from './kinds.ts';
import { searchWords } from './text.ts';
import { userColumns } from './userColumns.ts';

export type Value = string | number | null;

/** A piece of SQL with the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Value[];
}

const COLUMNS: Readonly<Record<UserFilter['sort'], string>> = {
  name: 'sort_key',
  userPrincipalName: `${userColumns.userPrincipalName} COLLATE NOCASE`,
  department: `${userColumns.department} COLLATE NOCASE`,
  employeeId: userColumns.employeeId,
  firstSeen: 'first_import',
};

/** The order of rows; equal ones follow their numbers, so that no row is on two pages. */
export function orderBy({ sort, descending }: UserFilter): string {
  const way = descending ? 'DESC' : 'ASC';
  return `ORDER BY ${COLUMNS[sort]} ${way}, n ${way}`;
}

/** The condition of a filter, but for its search. `groups` are the numbers of its group and of those inside it. */
export function conditions(tenant: number, filter: UserFilter, groups: readonly number[] | undefined): Sql {
  const parts: Sql[] = [
    { text: 'tenant = ?', values: [tenant] },
    // Word for word as the partial indexes have it.
    { text: filter.state === 'left' ? 'left_at IS NOT NULL' : 'left_at IS NULL', values: [] },
  ];
  if (filter.enabled !== undefined) parts.push({ text: 'enabled = ?', values: [filter.enabled ? 1 : 0] });
  if (filter.guest !== undefined) parts.push({ text: 'guest = ?', values: [filter.guest ? 1 : 0] });
  if (filter.passkey !== undefined) {
    parts.push({ text: 'passkey IS ?', values: [filter.passkey === null ? null : filter.passkey ? 1 : 0] });
  }
  if (filter.passkeyKind !== undefined) parts.push({ text: 'kinds & ? != 0', values: [bitOf(filter.passkeyKind)] });
  if (groups !== undefined) parts.push(memberOf(groups));
  return joined(parts);
}

/** Whether a user is in one of some groups, asked of each user: right where many are. */
function memberOf(groups: readonly number[]): Sql {
  const list = groups.map(() => '?').join(', ');
  return {
    text: `EXISTS (SELECT 1 FROM group_users g WHERE g.user_n = users.n AND g.group_n IN (${list}))`,
    values: [...groups],
  };
}

/** Whether a user's words begin with all the words of a search, asked of each user: right where many do. */
export function searched(search: string): Sql {
  return joined(
    searchWords(search).map(({ word, whole }) =>
      whole
        ? { text: "instr(search || ' ', ?) > 0", values: [` ${word} `] }
        : { text: 'instr(search, ?) > 0', values: [` ${word}`] },
    ),
  );
}

/**
 * The same as FTS5 has it, but for words of one letter, which nearly everybody meets and the prefix index has not;
 * undefined where nothing is left.
 */
export function matchExpression(search: string): string | undefined {
  const list = searchWords(search).filter(({ word }) => [...word].length > 1);
  return list.length === 0 ? undefined : list.map(({ word, whole }) => `"${word}"${whole ? '' : '*'}`).join(' AND ');
}

export function and(...parts: readonly Sql[]): Sql {
  return joined(parts.filter(({ text }) => text !== ''));
}

function joined(parts: readonly Sql[]): Sql {
  return { text: parts.map(({ text }) => text).join(' AND '), values: parts.flatMap(({ values }) => values) };
}
