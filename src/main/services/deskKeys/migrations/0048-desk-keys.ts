/**
 * The public keys of the desks of a shared record, what desks say about them, and copies of secrets that are sealed for them. A copy is in the row of its secret, so it is gone with
 * it, whoever deletes the row.
 */
export const migration = `CREATE TABLE desk_key (
     fingerprint TEXT PRIMARY KEY,
     desk TEXT NOT NULL,
     holder TEXT NOT NULL,
     box BLOB NOT NULL,
     signing BLOB NOT NULL,
     has_left INTEGER NOT NULL DEFAULT 0
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE desk_statement (
     about TEXT NOT NULL,
     author TEXT NOT NULL,
     says TEXT NOT NULL,
     signature BLOB NOT NULL,
     PRIMARY KEY (about, author, says)
   ) STRICT, WITHOUT ROWID;
   ALTER TABLE batch_pin ADD COLUMN copies TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE webhook_secret ADD COLUMN copies TEXT NOT NULL DEFAULT '{}';`;
