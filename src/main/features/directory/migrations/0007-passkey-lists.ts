/** The passkeys that Entra listed for a user at the last request. */
export const migration = `CREATE TABLE passkey_list (
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     json TEXT NOT NULL,
     count INTEGER NOT NULL,
     last_used_at TEXT,
     fetched_at TEXT NOT NULL,
     PRIMARY KEY (tenant, user_id)
   ) STRICT, WITHOUT ROWID;`;
