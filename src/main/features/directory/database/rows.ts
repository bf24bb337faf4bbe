import type { UserRow } from '../../../../contract/directory/schema.ts';
import { eachUserText } from '../../../../contract/users/schema.ts';
import { kindsOf } from './kinds.ts';
import { userColumns } from './userColumns.ts';

/** Returns a row of the table users in the contract's shape. desk.ts adds what is in keydesk.db. */
export function toUserRow(row: Record<string, unknown>): UserRow {
  const known = (value: unknown) => (value === null ? null : value === 1);
  return {
    id: String(row.id),
    userPrincipalName: String(row.upn),
    displayName: String(row.display_name),
    ...eachUserText(name => text(row[userColumns[name]])),
    accountEnabled: row.enabled === 1,
    guest: row.guest === 1,
    passkey: known(row.passkey),
    passkeyKinds: kindsOf(row.kinds),
    admin: known(row.admin),
    passkeys: null,
    lastUsedAt: null,
    assignment: null,
    firstSeenAt: String(row.first_seen_at),
    leftAt: text(row.left_at),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
