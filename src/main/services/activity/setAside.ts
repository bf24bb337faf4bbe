import { dirname } from 'node:path';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { ORIGIN } from './chain.ts';
import { headFile } from './head.ts';

/**
 * Sets all entries of a desk aside before its log becomes the copy of a record's log. They wait in `activity_waiting`, from where they are added to the
 * record's log. Call in a transaction, and `dropKnownEntries` at its end.
 */
export function setEntriesAside(sqlite: DatabaseSync): void {
  sqlite.exec('CREATE TEMP TABLE set_aside (hash TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT');
  const note = sqlite.prepare('INSERT INTO temp.set_aside (hash, n) VALUES (?, ?)');
  for (const entry of sqlite.prepare('SELECT * FROM activity ORDER BY seq').all())
    note.run(String(entry.hash), wait(sqlite, entry));
  unguarded(sqlite, () => sqlite.exec('DELETE FROM activity'));
}

/**
 * Takes entries out of the copy of a record's log that the record lost. They wait in `activity_waiting`, and are added again to the chains of the desks that wrote them, by
 * the desk that comes first: nobody can hide an entry by keeping its desk away. Call in a transaction.
 * @param places The numbers of the entries, in their order
 */
export function removeEntries(sqlite: DatabaseSync, places: readonly number[]): void {
  if (places.length === 0) return;
  const one = sqlite.prepare('SELECT * FROM activity WHERE seq = ?');
  const remove = sqlite.prepare('DELETE FROM activity WHERE seq = ?');
  unguarded(sqlite, () => {
    for (const place of places) {
      const entry = one.get(place);
      if (entry !== undefined) wait(sqlite, entry, { desk: String(entry.desk) });
      remove.run(place);
    }
  });
}

/** Returns the number under which the entry waits. */
function wait(
  sqlite: DatabaseSync,
  row: Record<string, SQLOutputValue>,
  chain: { readonly desk?: string } = {},
): number | bigint {
  const { seq: _seq, desk: _desk, previous_hash: _previous, hash: _hash, ...entry } = row;
  const text = JSON.stringify({ ...entry, ...chain });
  return sqlite.prepare('INSERT INTO activity_waiting (entry) VALUES (?)').run(text).lastInsertRowid;
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

/**
 * Lets the head file follow a log whose end is replaced by that of its record. Call before the change, what it returns before the commit, and what that returns afterwards, as for
 * `beginReplacingHead`. SECURITY: a file that did not fit the log before stays as it is, so that `verify` goes on to report it.
 * @param file Path of keydesk.db
 */
export function headOfFollowing(file: string, sqlite: DatabaseSync): () => () => void {
  const fits = () => {
    const { count, hash } = headFile(dirname(file)).read() ?? {};
    if (count === undefined) return false;
    return count === 0 || sqlite.prepare('SELECT hash FROM activity WHERE seq = ?').get(count)?.hash === hash;
  };
  const didFit = fits();
  return () => (didFit && !fits() ? beginReplacingHead(file, sqlite) : () => undefined);
}
