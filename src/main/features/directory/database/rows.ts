import type { UserRow } from '../../../../contract/directory/schema.ts';
import { kindsOf } from './kinds.ts';

/** A row of the table users as the contract has it; what the desk knows besides is added by desk.ts. */
export function toUserRow(row: Record<string, unknown>): UserRow {
  const known = (value: unknown) => (value === null ? null : value === 1);
  return {
    id: String(row.id),
    userPrincipalName: String(row.upn),
    displayName: String(row.display_name),
    mail: text(row.mail),
    jobTitle: text(row.job_title),
    department: text(row.department),
    employeeId: text(row.employee_id),
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
