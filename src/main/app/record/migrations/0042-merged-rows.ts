import type { DatabaseSync } from 'node:sqlite';

/** Holds the rows of a desk that joins a record until they are merged, and what their ids have become (base/record/merge). */
export function migration(sqlite: DatabaseSync): void {
  sqlite.exec(`CREATE TABLE merge_row (name TEXT NOT NULL, n INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (name, n)) STRICT, WITHOUT ROWID;
   CREATE TABLE merge_id (name TEXT NOT NULL, was TEXT NOT NULL, becomes TEXT NOT NULL, PRIMARY KEY (name, was)) STRICT, WITHOUT ROWID;`);
}
