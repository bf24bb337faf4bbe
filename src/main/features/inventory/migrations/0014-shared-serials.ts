/** Serial numbers that several keys have, and whether a key shows its passkeys without PIN and touch. */
export const migration = `CREATE TABLE shared_serial (
     identity TEXT PRIMARY KEY,
     learned_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   ALTER TABLE security_key ADD COLUMN shows_passkeys INTEGER NOT NULL DEFAULT 0;`;
