import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/**
 * Sets all entries of a desk aside before its log becomes the copy of a record's log. They wait in `activity_waiting`, from where they are added to the
 * record's log. Call in a transaction.
 */
export function setEntriesAside(sqlite: DatabaseSync): void {
  for (const entry of sqlite.prepare('SELECT * FROM activity ORDER BY seq').all()) wait(sqlite, entry);
  unguarded(sqlite, () => sqlite.exec('DELETE FROM activity'));
}

/**
 * Takes entries out of the copy of a record's log that the record does not have. Those of this desk wait in `activity_waiting`, and are added to the
 * record's log again. Those of other desks come from these desks. Call in a transaction.
 * @param places The numbers of the entries
 */
export function removeEntries(sqlite: DatabaseSync, desk: string, places: readonly number[]): void {
  if (places.length === 0) return;
  const one = sqlite.prepare('SELECT * FROM activity WHERE seq = ?');
  const remove = sqlite.prepare('DELETE FROM activity WHERE seq = ?');
  unguarded(sqlite, () => {
    for (const place of places) {
      const entry = one.get(place);
      if (entry?.desk === desk) wait(sqlite, entry);
      remove.run(place);
    }
  });
}

function wait(sqlite: DatabaseSync, row: Record<string, SQLOutputValue>): void {
  const { seq: _seq, desk: _desk, previous_hash: _previous, hash: _hash, ...entry } = row;
  sqlite.prepare('INSERT INTO activity_waiting (entry) VALUES (?)').run(JSON.stringify(entry));
}

/** Runs `work` without the triggers that keep entries. SECURITY: they are away only within the transaction, which keeps every entry. */
function unguarded(sqlite: DatabaseSync, work: () => void): void {
  const guards = sqlite
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity'")
    .all();
  for (const { name } of guards) sqlite.exec(`DROP TRIGGER "${String(name)}"`);
  work();
  for (const { sql } of guards) sqlite.exec(String(sql));
  // The index of the log's text is made anew from the record's log.
  sqlite.exec("INSERT INTO activity_text (activity_text) VALUES ('delete-all'); UPDATE activity_indexed SET upto = 0");
}
