import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foldedText } from '../../base/store/foldedText.ts';
import { isBusy } from '../../base/store/storageError.ts';

/** The columns that a search for text looks at. */
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
 * Entries that are put into the index at a time, and how many may wait: a search reads those that wait one by one. An entry costs
 * about 30 microseconds within a batch and 2 milliseconds alone, so it is not indexed when it is appended.
 */
const BATCH = 100;
/** The pause between two batches, in ms, for others that wait for the thread or for the database. */
const PAUSE = 15;
const LATER = 1000;

/** Follows the activity log with its index of text, in the background. */
export interface TextIndex {
  /** Call after entries were appended. */
  follow(): void;
  close(): void;
}

/** @param log Gets what went wrong: the log itself does not suffer, and searches read what is not in the index */
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
      // Once a run: the next batch fails for the same reason.
      log(`activity index: ${String(error)}`);
      failed = true;
    }
  };
  const plan = (wait: number) => {
    if (!failed) timer ??= setTimeout(step, wait).unref();
  };

  // A short command ends before.
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
  // What a power cut takes from the index is put into it again.
  sqlite.exec('PRAGMA synchronous = NORMAL');
  return sqlite;
}

/** Puts the next batch into the index. Returns whether there was a whole one: fewer entries wait for more. */
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
    // The end of the log was cut off: `verify` reports that, and what is appended has to be found all the same.
    const from = last < upto ? restart(sqlite) : upto;
    const rows = sqlite
      .prepare(`SELECT seq, ${SEARCHED.join(', ')} FROM activity WHERE seq > ? ORDER BY seq LIMIT ?`)
      .all(from, BATCH);
    const insert = sqlite.prepare('INSERT INTO activity_text (rowid, text) VALUES (?, ?)');
    for (const row of rows) {
      const texts = SEARCHED.map(name => (row[name] === null ? null : String(row[name])));
      // Two more characters, so that each two characters of the text begin a sequence of three.
      insert.run(Number(row.seq), `${foldedText(texts)}\n\n`);
    }
    sqlite.prepare('UPDATE activity_indexed SET upto = ?').run(Number(rows.at(-1)?.seq ?? from));
    sqlite.exec('COMMIT');
    return rows.length === BATCH;
  } catch (error) {
    // A full disk has SQLite roll back by itself; a second time would hide why.
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

/** Empties the index. Returns the entry after which it goes on. */
function restart(sqlite: DatabaseSync): number {
  sqlite.exec("INSERT INTO activity_text (activity_text) VALUES ('delete-all')");
  return 0;
}
