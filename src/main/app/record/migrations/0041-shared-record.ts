import type { DatabaseSync } from 'node:sqlite';

/**
 * Prepares keydesk.db to be the mirror of a record that several desks share. While rows of the record are applied, `record_applying` has a
 * row, and triggers do nothing: what they derive comes with the rows. Entries of the activity log wait in `activity_waiting` while the record is away. Each desk
 * has a chain of its own; `desk` is empty for entries of a record that no other desk shares. `record_revision` has the ids of the newest revisions
 * that this desk has seen. `record_returning` has rows that the record lost, on their way back to it.
 */
export function migration(sqlite: DatabaseSync): void {
  sqlite.exec(`CREATE TABLE record_mirror (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     record TEXT NOT NULL,
     desk TEXT NOT NULL,
     revision INTEGER NOT NULL,
     seen_at INTEGER NOT NULL,
     url TEXT NOT NULL,
     ca TEXT,
     sign_in TEXT NOT NULL CHECK (sign_in IN ('none', 'password', 'certificate', 'entra')),
     place TEXT,
     former TEXT
   ) STRICT;
   ALTER TABLE activity ADD COLUMN desk TEXT NOT NULL DEFAULT '';
   CREATE INDEX activity_of_desk ON activity (desk, seq) WHERE desk <> '';
   CREATE TABLE activity_waiting (n INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL) STRICT;
   CREATE TABLE record_applying (one INTEGER PRIMARY KEY) STRICT;
   CREATE TABLE record_revision (n INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
   CREATE TABLE record_returning (n INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL) STRICT;`);
  // SECURITY: those of the activity log stay as they are. Entries of the record are only added.
  const triggers = sqlite
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'activity\\_keeps\\_%' ESCAPE '\\'",
    )
    .all();
  for (const { name, sql } of triggers) {
    sqlite.exec(`DROP TRIGGER "${String(name)}"`);
    sqlite.exec(whileNotApplying(String(sql)));
  }
}

const CONDITION = 'NOT EXISTS (SELECT 1 FROM record_applying)';

/** Returns a trigger with one more condition. @throws Error if the text has another form than those that were released */
function whileNotApplying(sql: string): string {
  const parts =
    /^(CREATE TRIGGER [\s\S]*? ON \w+(?:\s+FOR EACH ROW)?)\s+(?:WHEN\s+([\s\S]*?)\s+)?BEGIN\b([\s\S]*)$/.exec(sql);
  if (parts === null) throw new Error(`a trigger of an unknown form: ${sql}`);
  const [, head, when, body] = parts;
  return `${head} WHEN ${CONDITION}${when === undefined ? '' : ` AND (${when})`} BEGIN${body}`;
}
