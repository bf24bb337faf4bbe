/**
 * Random PINs of which it is not known that a person has seen them: never the PIN itself. A row is made just before the key gets the
 * PIN, and deleted when a person has seen it. `lost_at` is set when the Keydesk that held the PIN has ended; such a row stays until
 * its key is reset, gets another random PIN, or gets a PIN from a person.
 */
export const unseenPinTables = `CREATE TABLE unseen_pin (
     enrollment_id TEXT PRIMARY KEY,
     instance TEXT NOT NULL,
     key_identity TEXT,
     made_at TEXT NOT NULL,
     lost_at TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX unseen_pin_key ON unseen_pin (key_identity) WHERE key_identity IS NOT NULL;`;

export interface UnseenPinTable {
  /** The entry of the journal. */
  enrollment_id: string;
  /** The running Keydesk that holds the PIN, see instance.ts. */
  instance: string;
  /** What names the key whatever port it is in (inventory/identity.ts); null where nothing does. */
  key_identity: string | null;
  made_at: string;
  lost_at: string | null;
}
