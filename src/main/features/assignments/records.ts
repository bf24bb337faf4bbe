import type { Selectable } from 'kysely';
import { type Assignment, assignmentSchema } from '../../../contract/assignments/schema.ts';
import { type Failure, failureSchema } from '../../../contract/errors/failure.ts';
import type { AssignmentTable } from './tables.ts';

export type AssignmentRow = Selectable<AssignmentTable>;

/** Returns a row in the contract's shape. */
export function toAssignment(row: AssignmentRow): Assignment {
  const { shape } = assignmentSchema;
  return {
    id: row.id,
    tenant: row.tenant,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
    purpose: shape.purpose.parse(row.purpose),
    state: shape.state.parse(row.state),
    source: shape.source.parse(row.source),
    workflow: named(row.workflow_id, row.workflow_name),
    group: named(row.group_id, row.group_name),
    key:
      row.key_aaguid === null
        ? null
        : { id: row.security_key_id, product: row.key_product, serial: row.key_serial, aaguid: row.key_aaguid },
    passkeyName: row.passkey_name,
    methodId: row.method_id,
    credentialId: row.credential_id,
    reason: shape.reason.parse(row.reason),
    failure: toKnownFailure(row.failure),
    deletion:
      row.deletion === null ? null : { done: row.deletion === 'done', failure: toKnownFailure(row.deletion_failure) },
    account: shape.account.parse(row.account),
    accountAt: row.account_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    activatedAt: row.activated_at,
    expiresAt: row.expires_at,
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? id };
}

/** Returns a stored failure; null for a code that only a newer Keydesk knows. */
export function toKnownFailure(text: string | null): Failure | null {
  return text === null ? null : (failureSchema.safeParse(JSON.parse(text)).data ?? null);
}
