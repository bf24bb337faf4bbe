import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { bitOf } from './kinds.ts';
import { searchWords } from './text.ts';
import { userColumns } from './userColumns.ts';

export type Value = string | number | null;

/** A piece of SQL with the values of its placeholders. */
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

/** Returns the order of rows. Equal rows are ordered by number, so that no row is on two pages. */
export function orderBy({ sort, descending }: UserFilter): string {
  const way = descending ? 'DESC' : 'ASC';
  return `ORDER BY ${COLUMNS[sort]} ${way}, n ${way}`;
}

/** Returns the condition of a filter without its search. `groups` are the numbers of its group and of the groups inside it. */
export function conditions(tenant: number, filter: UserFilter, groups: readonly number[] | undefined): Sql {
  const parts: Sql[] = [
    { text: 'tenant = ?', values: [tenant] },
    // Must be the exact conditions of the partial indexes.
    { text: filter.state === 'left' ? 'left_at IS NOT NULL' : 'left_at IS NULL', values: [] },
  ];
  if (filter.enabled !== undefined) parts.push({ text: 'enabled = ?', values: [filter.enabled ? 1 : 0] });
  if (filter.guest !== undefined) parts.push({ text: 'guest = ?', values: [filter.guest ? 1 : 0] });
  if (filter.passkey !== undefined) {
    parts.push({ text: 'passkey IS ?', values: [filter.passkey === null ? null : filter.passkey ? 1 : 0] });
  }
  if (filter.passkeyKind !== undefined) parts.push({ text: 'kinds & ? != 0', values: [bitOf(filter.passkeyKind)] });
  if (filter.department !== undefined) parts.push(inDepartment(filter.department));
  if (groups !== undefined) parts.push(memberOf(groups));
  return joined(parts);
}

function inDepartment(department: string | null): Sql {
  // An empty department is none: an administrator has cleared it.
  return department === null
    ? { text: "coalesce(department, '') = ''", values: [] }
    : { text: 'department = ? COLLATE NOCASE', values: [department] };
}

/** Returns a condition that checks for each user whether the user is in one of these groups. Efficient if many users are. */
function memberOf(groups: readonly number[]): Sql {
  const list = groups.map(() => '?').join(', ');
  return {
    text: `EXISTS (SELECT 1 FROM group_users g WHERE g.user_n = users.n AND g.group_n IN (${list}))`,
    values: [...groups],
  };
}

/** Returns a condition that checks for each user whether the user's words begin with all words of a search. Efficient if many do. */
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
 * Returns the search as an FTS5 expression, without one-letter words, which match nearly every user and are not in the prefix index;
 * undefined if no word is left.
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
