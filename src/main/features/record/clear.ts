import type { DatabaseSync } from 'node:sqlite';
import type { RecordTable } from '../../base/record/tables.ts';

/**
 * Empties the tables that the record will fill. Entries of the activity log are kept in `activity_waiting`, from where they are added to the record's log. Call in
 * a transaction.
 */
export function clearForRecord(sqlite: DatabaseSync, shared: readonly RecordTable[]): void {
  keepEntries(sqlite);
  sqlite.exec('INSERT INTO record_applying (one) VALUES (1)');
  const guards = sqlite
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity'")
    .all();
  // SECURITY: the triggers that keep entries are away only within this transaction, which keeps every entry.
  for (const { name } of guards) sqlite.exec(`DROP TRIGGER "${String(name)}"`);
  for (const { name } of shared) sqlite.exec(`DELETE FROM "${name}"`);
  for (const { name } of shared) sqlite.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(name);
  for (const { sql } of guards) sqlite.exec(String(sql));
  sqlite.exec('DELETE FROM record_applying');
  // The index of the log's text is made anew from the record's log.
  sqlite.exec("INSERT INTO activity_text (activity_text) VALUES ('delete-all'); UPDATE activity_indexed SET upto = 0");
}

function keepEntries(sqlite: DatabaseSync): void {
  const insert = sqlite.prepare('INSERT INTO activity_waiting (entry) VALUES (?)');
  for (const { seq: _seq, previous_hash: _previous, hash: _hash, ...entry } of sqlite
    .prepare('SELECT * FROM activity ORDER BY seq')
    .all()) {
    insert.run(JSON.stringify(entry));
  }
}
