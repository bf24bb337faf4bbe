import type { Generated } from 'kysely';

/** A passkey that a user should have, or had (moves.ts). `failure` and `deletion_failure` are Failures as JSON. */
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
  /** The key at the time of the enrollment. The inventory may correct its own row later, but not this one. */
  key_aaguid: string | null;
  key_serial: string | null;
  key_product: string | null;
  passkey_name: string | null;
  method_id: string | null;
  /** base64url */
  credential_id: string | null;
  /** The journal entry of the current or last enrollment. */
  enrollment_id: string | null;
  /** The running Keydesk that provisions it (base/store/instance.ts); empty if none does. */
  instance: Generated<string>;
  reason: string;
  failure: string | null;
  /** For a revoked assignment: `due` if Keydesk still has to delete the passkey in Entra, `done` if it is deleted. */
  deletion: string | null;
  deletion_failure: string | null;
  created_at: string;
  updated_at: string;
  activated_at: string | null;
  expires_at: string | null;
  /**
   * The number of passkeys that Entra had for the user when this assignment became active, without the passkeys of assignments; null if
   * unknown.
   */
  other_passkeys: number | null;
  /** What the import knows about the user's account: `left`, `disabled`, or null (accounts.ts). Null for an assignment that has ended. */
  account: string | null;
  /** When an import found that. */
  account_at: string | null;
}

/** The number of a tenant's assignments in each state. */
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
