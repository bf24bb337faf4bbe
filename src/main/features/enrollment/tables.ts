import type { Generated } from 'kysely';

/** The journal entry of an enrollment. Byte strings are BLOBs, times are ISO 8601 in UTC, `error` is a Failure as JSON. */
export interface JournalTable {
  id: string;
  /** The running Keydesk that owns the entry (base/store/instance.ts). */
  instance: string;
  started_at: string;
  updated_at: string;
  state: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  key_id: string;
  key_aaguid: string;
  rp_id: string;
  user_handle: Uint8Array;
  challenge_expires_at: string;
  display_name: string;
  /** 1 after this enrollment has set a PIN on the key. */
  pin_set: Generated<number>;
  /** 1 before makeCredential is sent: a credential may be on the key even if none is recorded. */
  creating: Generated<number>;
  credential_id: Uint8Array | null;
  public_key: Uint8Array | null;
  /** What is known about the submission of the credential to Entra (contract/enrollment/schema.ts, `submissions`). */
  submission: Generated<string>;
  /** 1 if recovery finished it after its own run had failed. */
  recovered: Generated<number>;
  /** The key's identity by serial number (inventory/identity.ts); null if it has none. A port does not identify a key. */
  key_identity: string | null;
  /** This and attestation_object are set from makeCredential until the enrollment is done. */
  client_data_json: Uint8Array | null;
  attestation_object: Uint8Array | null;
  method_id: string | null;
  /** 1 until the passkey of this enrollment is on record (owed.ts). */
  owes_assignment: Generated<number>;
  /** The inventory's id of the key of such an enrollment, from its assignment; null if the assignment had none. */
  owed_key: Generated<string | null>;
  /**
   * When the desk had last seen the shared record before this enrollment began without it, in ms since the epoch by the record's clock, until the enrollment is compared with the
   * record; otherwise 0.
   */
  away_since: Generated<number>;
  error: string | null;
}

/** What Keydesk has learned about a model of key (habits.ts). */
interface KeyHabitTable {
  aaguid: string;
  /** 0 if the key does not report its firmware version. */
  firmware_version: number;
  habit: string;
  learned_at: string;
}

/**
 * A random PIN that may not have been seen by a person. The PIN itself is never stored. The row is added just before the key gets the PIN,
 * and deleted when a person has seen it. `lost_at` is set after the Keydesk that had the PIN in memory has ended. Such a row stays until the
 * key is reset, gets another random PIN, or gets a PIN from a person.
 */
interface UnseenPinTable {
  /** The id of the journal entry. */
  enrollment_id: string;
  /** The running Keydesk that has the PIN in memory (base/store/instance.ts). */
  instance: string;
  /** The key's identity in any port (inventory/identity.ts); null if it has none. */
  key_identity: string | null;
  made_at: string;
  lost_at: string | null;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    journal: JournalTable;
    key_habit: KeyHabitTable;
    unseen_pin: UnseenPinTable;
  }
}
