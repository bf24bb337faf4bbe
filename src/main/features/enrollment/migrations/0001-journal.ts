/** The journal of enrollments. */
export const migration = `CREATE TABLE journal (
     id TEXT PRIMARY KEY,
     instance TEXT NOT NULL,
     started_at TEXT NOT NULL,
     updated_at TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('options-fetched', 'key-prepared', 'credential-created', 'registered',
       'proven', 'done', 'cleaned-up', 'needs-attention')),
     connection TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     key_id TEXT NOT NULL,
     key_aaguid TEXT NOT NULL,
     rp_id TEXT NOT NULL,
     user_handle BLOB NOT NULL,
     challenge BLOB NOT NULL,
     challenge_expires_at TEXT NOT NULL,
     display_name TEXT NOT NULL,
     pin_set INTEGER NOT NULL DEFAULT 0,
     creating INTEGER NOT NULL DEFAULT 0,
     credential_id BLOB,
     public_key BLOB,
     client_data_json BLOB,
     attestation_object BLOB,
     method_id TEXT,
     error TEXT
   ) STRICT;
   CREATE INDEX journal_unfinished ON journal (state) WHERE state NOT IN ('done', 'cleaned-up');`;
