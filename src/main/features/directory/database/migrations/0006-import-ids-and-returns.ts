/**
 * Each import has an id that no other directory has, so that what another database notes about it is not applied to
 * another directory. The table `returns` has the users who left and came back, in that order. Earlier versions wrote
 * `tenants.announced`.
 */
export const migration = `ALTER TABLE imports ADD COLUMN id TEXT;
   UPDATE imports SET id = lower(hex(randomblob(16)));
   CREATE TABLE returns (
     n INTEGER PRIMARY KEY AUTOINCREMENT,
     tenant INTEGER NOT NULL REFERENCES tenants (n),
     user_n INTEGER NOT NULL
   ) STRICT;`;
