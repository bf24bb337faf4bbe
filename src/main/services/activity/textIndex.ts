import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foldedText } from '../../base/store/foldedText.ts';
import { isBusy } from '../../base/store/storageError.ts';

/** The columns that a text search includes. */
export const SEARCHED = [
  'user_principal_name',
  'key_serial',
  'actor',
  'cause',
  'facts',
  'correlation_id',
  'request_ids',
] as const;

/**
 * The number of entries per batch, and the number that may wait. A search reads waiting entries one by one. An entry
 * takes about 30 microseconds in a batch and 2 milliseconds alone, so it is not indexed when it is appended.
 */
const BATCH = 100;
/** The pause between two batches, in ms, for other work on the thread or the database. */
const PAUSE = 15;
const LATER = 1000;

/** Updates the text index of the activity log in the background. */
export interface TextIndex {
  /** Call after entries were appended. */
  follow(): void;
  close(): void;
}

/** @param log Gets errors. They do not affect the log itself, and searches read entries that are not in the index */
export function openTextIndex(folder: string, log: (message: string) => void): TextIndex {
  let sqlite: DatabaseSync | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failed = false;

  const step = () => {
    timer = undefined;
    try {
      sqlite ??= connect(join(folder, 'keydesk.db'));
      if (indexNext(sqlite)) plan(PAUSE);
    } catch (error) {
      if (isBusy(error)) return plan(PAUSE);
      // Logged once per run: the next batch fails for the same reason.
      log(`activity index: ${String(error)}`);
      failed = true;
    }
  };
  const plan = (wait: number) => {
    if (!failed) timer ??= setTimeout(step, wait).unref();
  };

  // A short command ends before this.
  plan(LATER);
  return {
    follow: () => plan(LATER),
    close: () => {
      failed = true;
      clearTimeout(timer);
      sqlite?.close();
      sqlite = undefined;
    },
  };
}

function connect(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file, { timeout: 0 });
  // If a power cut removes entries from the index, they are indexed again.
  sqlite.exec('PRAGMA synchronous = NORMAL');
  return sqlite;
}

/** Indexes the next batch. Returns whether the batch was full. Fewer entries wait for more. */
export function indexNext(sqlite: DatabaseSync): boolean {
  const waiting = () => {
    const upto = Number(sqlite.prepare('SELECT upto FROM activity_indexed').get()?.upto ?? 0);
    const last = Number(sqlite.prepare('SELECT max(seq) AS last FROM activity').get()?.last ?? 0);
    return { upto, last };
  };
  const before = waiting();
  if (before.last >= before.upto && before.last - before.upto < BATCH) return false;
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const { upto, last } = waiting();
    // The end of the log was removed. `verify` reports that, and searches must still find new entries.
    const from = last < upto ? restart(sqlite) : upto;
    const rows = sqlite
      .prepare(`SELECT seq, ${SEARCHED.join(', ')} FROM activity WHERE seq > ? ORDER BY seq LIMIT ?`)
      .all(from, BATCH);
    const insert = sqlite.prepare('INSERT INTO activity_text (rowid, text) VALUES (?, ?)');
    for (const row of rows) {
      const texts = SEARCHED.map(name => (row[name] === null ? null : String(row[name])));
      // Adds two characters, so that every two characters of the text begin a trigram.
      insert.run(Number(row.seq), `${foldedText(texts)}\n\n`);
    }
    sqlite.prepare('UPDATE activity_indexed SET upto = ?').run(Number(rows.at(-1)?.seq ?? from));
    sqlite.exec('COMMIT');
    return rows.length === BATCH;
  } catch (error) {
    // If the disk is full, SQLite rolls back by itself. A second rollback would fail and hide the reason.
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

/** Empties the index. Returns the number of the entry after which indexing continues. */
function restart(sqlite: DatabaseSync): number {
  sqlite.exec("INSERT INTO activity_text (activity_text) VALUES ('delete-all')");
  return 0;
}
