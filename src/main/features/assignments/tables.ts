import type { Generated } from 'kysely';

/** One passkey that a user is to have, or had, see moves.ts. `failure` and `deletion_failure` are Failures as JSON. */
export interface AssignmentTable {
  id: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  display_name: string;
  purpose: string;
  state: string;
  source: string;
  workflow_id: string | null;
  workflow_name: string | null;
  group_id: string | null;
  group_name: string | null;
  security_key_id: string | null;
  /** The key as it was when it was used; it stays when the inventory learns better. */
  key_aaguid: string | null;
  key_serial: string | null;
  key_product: string | null;
  passkey_name: string | null;
  method_id: string | null;
  /** base64url */
  credential_id: string | null;
  /** The journal entry of the enrollment that works on it, or did last. */
  enrollment_id: string | null;
  /** The running Keydesk that provisions it, see instance.ts; empty for none. */
  instance: Generated<string>;
  reason: string;
  failure: string | null;
  /** Whether Entra still has to delete the passkey of a revoked one. */
  deletion: string | null;
  deletion_failure: string | null;
  created_at: string;
  updated_at: string;
  activated_at: string | null;
  expires_at: string | null;
  /** How many passkeys Entra had of the user that no assignment has, when this one was made; null where it is not known. */
  other_passkeys: number | null;
}

/** How many assignments of a tenant are in a state. */
interface AssignmentCountTable {
  tenant: string;
  state: string;
  count: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    assignment: AssignmentTable;
    assignment_count: AssignmentCountTable;
  }
}
