import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ORIGIN } from './chain.ts';
import { headFile } from './head.ts';

/**
 * Sets all entries of a desk aside before its log becomes the copy of a record's log. They wait in `activity_waiting`, from where they are added to the
 * record's log. Call in a transaction, and `dropKnownEntries` at its end.
 */
export function setEntriesAside(sqlite: DatabaseSync): void {
  sqlite.exec('CREATE TEMP TABLE set_aside (hash TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT');
  const insert = sqlite.prepare('INSERT INTO activity_waiting (entry) VALUES (?)');
  const note = sqlite.prepare('INSERT INTO temp.set_aside (hash, n) VALUES (?, ?)');
  const entries = sqlite.prepare('SELECT * FROM activity ORDER BY seq').all();
  for (const { seq: _seq, desk: _desk, previous_hash: _previous, hash, ...entry } of entries)
    note.run(String(hash), insert.run(JSON.stringify(entry)).lastInsertRowid);
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

/** Takes back the entries that the record has already, because this desk belonged to it before. Call after the record's log is here. */
export function dropKnownEntries(sqlite: DatabaseSync): void {
  sqlite.exec(`DELETE FROM activity_waiting WHERE n IN (SELECT s.n FROM activity a JOIN temp.set_aside s ON s.hash = a.hash);
    DROP TABLE temp.set_aside`);
}

/**
 * Replaces the head file of this desk's own log by one for the record's log, which this desk has now. Call it before the commit, and what it returns afterwards: after a
 * crash in between, `verify` reports a missing file, and not a log that somebody altered.
 * @param file Path of keydesk.db
 */
export function beginReplacingHead(file: string, sqlite: DatabaseSync): () => void {
  const head = headFile(dirname(file));
  const end = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1').get();
  head.remove();
  return () => head.renew({ count: Number(end?.seq ?? 0), hash: String(end?.hash ?? ORIGIN) });
}
