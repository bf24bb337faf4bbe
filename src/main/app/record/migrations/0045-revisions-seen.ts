import type { DatabaseSync } from 'node:sqlite';

/**
 * `record_revision` has the ids of the newest revisions that this desk has seen, so that it notices a record that lost some. `record_returning` has rows that the
 * record lost, on their way back to it. `place` says where the data folder is, and `former` which desk's copy it was.
 */
export function migration(sqlite: DatabaseSync): void {
  sqlite.exec(`ALTER TABLE record_mirror ADD COLUMN place TEXT;
    ALTER TABLE record_mirror ADD COLUMN former TEXT;
    CREATE TABLE record_revision (n INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
    CREATE TABLE record_returning (n INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL) STRICT;`);
}
