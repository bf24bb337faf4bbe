import type { DatabaseSync } from 'node:sqlite';

/**
 * Sets all entries of a desk aside before its log becomes the copy of a record's log. They wait in `activity_waiting`, from where they are added to the
 * record's log. Call in a transaction.
 */
export function setEntriesAside(sqlite: DatabaseSync): void {
  const insert = sqlite.prepare('INSERT INTO activity_waiting (entry) VALUES (?)');
  const entries = sqlite.prepare('SELECT * FROM activity ORDER BY seq').all();
  for (const { seq: _seq, desk: _desk, previous_hash: _previous, hash: _hash, ...entry } of entries)
    insert.run(JSON.stringify(entry));
  const guards = sqlite
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity'")
    .all();
  // SECURITY: the triggers that keep entries are away only within this transaction, which keeps every entry.
  for (const { name } of guards) sqlite.exec(`DROP TRIGGER "${String(name)}"`);
  sqlite.exec('DELETE FROM activity');
  for (const { sql } of guards) sqlite.exec(String(sql));
  // The index of the log's text is made anew from the record's log.
  sqlite.exec("INSERT INTO activity_text (activity_text) VALUES ('delete-all'); UPDATE activity_indexed SET upto = 0");
}
