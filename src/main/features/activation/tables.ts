import type { Generated } from 'kysely';

/** A code that staff created for a user. Only its hash is stored. */
export interface ActivationCodeTable {
  id: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  display_name: string;
  salt: Uint8Array;
  hash: Uint8Array;
  created_at: string;
  expires_at: string;
  tries_left: number;
  used_at: string | null;
  withdrawn_at: string | null;
  claim: Generated<string | null>;
  claimed_by: Generated<string | null>;
}

/** A key that a user has activated. */
export interface ActivationTable {
  id: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  security_key_id: string | null;
  key_aaguid: string | null;
  key_serial: string | null;
  station: string;
  proof: string;
  code_id: string | null;
  activated_at: string;
  finished_at: string | null;
}

/** The activation for which an assignment was created. */
interface ActivationAssignmentTable {
  assignment_id: string;
  activation_id: string;
}

/** One try of a code at a station. */
interface ActivationTryTable {
  n: Generated<number>;
  station: string;
  at: number;
}

/** Whether the ID tokens of an app registration contain the time of the sign-in. */
interface SignInTimeTable {
  connection: string;
  told: number;
  seen_at: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    activation: ActivationTable;
    activation_assignment: ActivationAssignmentTable;
    activation_code: ActivationCodeTable;
    activation_try: ActivationTryTable;
    sign_in_time: SignInTimeTable;
  }
}
