/**
 * An earlier version did not record whether a credential was submitted: the value is `unknown`. Without a credential
 * nothing was submitted.
 */
export const migration = `ALTER TABLE journal ADD COLUMN submission TEXT NOT NULL DEFAULT 'unknown'
     CHECK (submission IN ('none', 'unknown', 'refused'));
   UPDATE journal SET submission = 'none' WHERE credential_id IS NULL;
   ALTER TABLE journal ADD COLUMN key_identity TEXT;
   ALTER TABLE journal ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX journal_user ON journal (connection, user_id);
   CREATE TABLE key_habit (
     aaguid TEXT NOT NULL,
     firmware_version INTEGER NOT NULL,
     habit TEXT NOT NULL,
     learned_at TEXT NOT NULL,
     PRIMARY KEY (aaguid, firmware_version, habit)
   ) STRICT, WITHOUT ROWID;`;
