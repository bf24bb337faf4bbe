import { eachUserText } from '../../../../contract/users/schema.ts';
import type { UserNews } from '../../../services/graph/delta.ts';
import { searchText, sortKey } from './text.ts';
import { type StoredFields, userFields } from './userColumns.ts';

/** The fields that a search reads. */
const SEARCHED = ['displayName', 'userPrincipalName', 'mail', 'employeeId', 'department'] as const;

/** The fields, and the columns that follow from them. */
export type UserValues = StoredFields & { readonly sortKey: string; readonly search: string };

/**
 * Returns the fields of a user after an update from Graph.
 * @param whole whether a missing text means empty. A user name, whether the account is enabled, and the type of user are never empty in
 * Entra, so if they are missing, they stay unchanged
 */
export function fieldsAfter(news: UserNews, stored: StoredFields | undefined, whole: boolean): StoredFields {
  const text = (value: string | null | undefined, known: string | null | undefined) =>
    value === undefined && !whole ? (known ?? null) : (value ?? null);
  const userPrincipalName = news.userPrincipalName ?? stored?.userPrincipalName ?? news.id;
  const enabled = news.accountEnabled ?? (stored === undefined ? true : stored.accountEnabled === 1);
  const guest = news.userType == null ? stored?.guest === 1 : news.userType === 'Guest';
  return {
    userPrincipalName,
    displayName: text(news.displayName, stored?.displayName) || userPrincipalName,
    ...eachUserText(name => text(news[name], stored?.[name])),
    accountEnabled: enabled ? 1 : 0,
    guest: guest ? 1 : 0,
  };
}

/** Adds the columns that follow from the fields to the object, which is faster than a copy for each user. */
export function valuesOf(user: StoredFields): UserValues {
  const search = searchText(...SEARCHED.map(name => user[name]));
  return Object.assign(user, { sortKey: sortKey(user.displayName), search });
}

export function sameFields(stored: StoredFields, user: StoredFields): boolean {
  return userFields.every(name => stored[name] === user[name]);
}
