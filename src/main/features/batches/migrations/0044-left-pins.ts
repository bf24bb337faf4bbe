/**
 * The PINs of keys whose enrollment must still be finished, after their row got another key. A PIN is stored sealed only. The table belongs to one
 * desk, like the journal.
 */
export const migration = `CREATE TABLE left_pin (
     enrollment_id TEXT PRIMARY KEY,
     sealed BLOB NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX left_pin_expires ON left_pin (expires_at);`;
