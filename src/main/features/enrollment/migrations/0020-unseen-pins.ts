/** Random PINs that may not have been seen by a person. The PIN itself is never stored. */
export const migration = `CREATE TABLE unseen_pin (
     enrollment_id TEXT PRIMARY KEY,
     instance TEXT NOT NULL,
     key_identity TEXT,
     made_at TEXT NOT NULL,
     lost_at TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX unseen_pin_key ON unseen_pin (key_identity) WHERE key_identity IS NOT NULL;`;
