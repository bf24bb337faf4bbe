/** Activation codes, of which only a hash is stored, and the keys that users have activated. */
export const migration = `CREATE TABLE activation_code (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL COLLATE NOCASE,
     display_name TEXT NOT NULL,
     salt BLOB NOT NULL,
     hash BLOB NOT NULL,
     created_at TEXT NOT NULL,
     expires_at TEXT NOT NULL,
     -- Wrong codes that may still be entered for this user.
     tries_left INTEGER NOT NULL,
     used_at TEXT,
     withdrawn_at TEXT
   ) STRICT;
   CREATE INDEX activation_code_user ON activation_code (tenant, user_principal_name);
   CREATE TABLE activation (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     -- The inventory's row of the key; null where the key cannot be told from others of its model.
     security_key_id TEXT,
     key_aaguid TEXT,
     key_serial TEXT,
     station TEXT NOT NULL,
     proof TEXT NOT NULL CHECK (proof IN ('sign-in', 'code')),
     code_id TEXT,
     activated_at TEXT NOT NULL,
     finished_at TEXT
   ) STRICT;
   CREATE INDEX activation_user ON activation (tenant, user_id);`;
