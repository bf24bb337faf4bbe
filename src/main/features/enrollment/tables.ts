import type { Generated } from 'kysely';

/** One enrollment's journal entry. Byte strings are BLOBs, times are ISO 8601 in UTC, `error` is a Failure as JSON. */
export interface JournalTable {
  id: string;
  /** The running Keydesk that owns the entry, see instance.ts. */
  instance: string;
  started_at: string;
  updated_at: string;
  state: string;
  connection: string;
  user_id: string;
  user_principal_name: string;
  key_id: string;
  key_aaguid: string;
  rp_id: string;
  user_handle: Uint8Array;
  challenge_expires_at: string;
  display_name: string;
  /** 1 once a PIN was set on the key by this enrollment. */
  pin_set: Generated<number>;
  /** 1 from just before makeCredential was sent: a credential may be on the key even if none was recorded. */
  creating: Generated<number>;
  credential_id: Uint8Array | null;
  public_key: Uint8Array | null;
  /** What Entra is known to have done with the credential, see contract/enrollment.ts `submissions`. */
  submission: Generated<string>;
  /** 1 where recovery finished it: its own run had ended badly. */
  recovered: Generated<number>;
  /** The key's serial identity (inventory/identity.ts) where it has one: a port is not a key. */
  key_identity: string | null;
  /** This and attestation_object are kept from the making of the credential until the enrollment is done. */
  client_data_json: Uint8Array | null;
  attestation_object: Uint8Array | null;
  method_id: string | null;
  /** 1 where an earlier version, or an enrollment that another one replaced, has no assignment that follows it. */
  owes_assignment: Generated<number>;
  /** The inventory's id of the key of such an enrollment, as its assignment had it; null where that did not know it. */
  owed_key: Generated<string | null>;
  error: string | null;
}

/** What Keydesk learned about a model of key, see enrollment/habits.ts. */
interface KeyHabitTable {
  aaguid: string;
  /** 0 where the key does not tell its firmware. */
  firmware_version: number;
  habit: string;
  learned_at: string;
}

/**
 * Random PINs of which it is not known that a person has seen them: never the PIN itself. A row is made just before the key gets the
 * PIN, and deleted when a person has seen it. `lost_at` is set when the Keydesk that held the PIN has ended; such a row stays until
 * its key is reset, gets another random PIN, or gets a PIN from a person.
 */
interface UnseenPinTable {
  /** The entry of the journal. */
  enrollment_id: string;
  /** The running Keydesk that holds the PIN, see instance.ts. */
  instance: string;
  /** What names the key whatever port it is in (inventory/identity.ts); null where nothing does. */
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
