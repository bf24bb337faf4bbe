/** The packages that this Keydesk has fetched. Their keys are stored as a hash, and sealed if the shell can seal. */
export const migration = `CREATE TABLE deferred_package (
     id TEXT PRIMARY KEY,
     key_hash TEXT NOT NULL,
     sealed BLOB,
     expires_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX deferred_package_expires ON deferred_package (expires_at);`;
