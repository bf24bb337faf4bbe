import { eachUserText, type User, type UserText } from '../../../../contract/users/schema.ts';

/** What Graph says about a user, as the table users stores it: true is 1, and false is 0. */
export type StoredFields = {
  readonly [Name in Exclude<keyof User, 'id'>]: User[Name] extends boolean ? number : User[Name];
};

/** The column of each field. That of a text has the name of the text, in snake case. */
export const userColumns: Readonly<Record<keyof StoredFields, string>> = {
  userPrincipalName: 'upn',
  displayName: 'display_name',
  ...eachUserText(columnOf),
  accountEnabled: 'enabled',
  guest: 'guest',
};

export const userFields = Object.keys(userColumns) as (keyof StoredFields)[];

function columnOf(name: UserText): string {
  return name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
