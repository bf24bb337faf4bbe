import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityHead } from '../../../contract/activity/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { type Immediate, immediateOn } from '../../base/store/immediate.ts';
import { isBusy, storageError } from '../../base/store/storageError.ts';
import { appender, type NewRow } from './append.ts';
import { ORIGIN } from './chain.ts';
import type { HeadFile } from './head.ts';

/** Appends entries; what cannot be written at once is written in its turn, at the latest at the end. */
export interface ActivityWriter {
  append(row: NewRow): void;
  /** Notes where the log ends after others have appended over connections of their own. */
  note(): void;
  /** Resolves when what was appended is written, or another writer keeps the database for long. Never rejects. */
  written(): Promise<void>;
  /** Resolves when everything is written, and on the disk. @throws KeydeskError activity-unwritten */
  close(): Promise<void>;
}

export interface WriterParts {
  folder: string;
  /** The version of the database that this Keydesk writes. */
  version: number;
  /** Resolves when all that was committed before is on the disk. */
  flush: () => Promise<void>;
  head: HeadFile;
  log: (message: string) => void;
}

/** Until the next try, in ms: when another writer has the database, and after any other trouble. */
const AGAIN = 20;
const MUCH_LATER = 1000;
/** How long a reader waits for entries that another writer holds up, in ms. */
const READ_WAIT = 1000;
/** How long the end waits for another writer, in ms. */
const LAST_WAIT = 5000;

/**
 * Writes over a connection of its own: an entry must not wait for a transaction of the store's, nor stand in one that is
 * rolled back. Each entry takes its place in an immediate transaction, for several Keydesks may share the folder.
 */
export function openWriter({ folder, version, flush, head, log }: WriterParts): ActivityWriter {
  const file = join(folder, 'keydesk.db');
  const queue: NewRow[] = [];
  let connection: Connection | undefined;
  let retry: NodeJS.Timeout | undefined;
  let newest: ActivityHead | undefined;
  let noting: Promise<void> = Promise.resolve();
  let trouble: unknown;

  /** Whether this process saw the log empty, and has not seen a head file since. */
  let wasEmpty = false;

  const advance = (on: Connection, end: ActivityHead) =>
    on.immediate(() => {
      if (head.advance(end, { wasEmpty, hashAt: on.hashAt })) wasEmpty = false;
    });

  /** The head file is there before the first entry, so that one that is missing later was removed. */
  const begin = () => {
    try {
      connection ??= connect(file, version);
      wasEmpty = connection.isEmpty();
      if (wasEmpty) advance(connection, { count: 0, hash: ORIGIN });
    } catch (error) {
      // The first entry writes it too.
      if (!isBusy(error)) log(`activity: ${String(error)}`);
    }
  };
  begin();

  /** False where something is left. */
  const drain = (): boolean => {
    try {
      connection ??= connect(file, version);
      for (let row = queue[0]; row !== undefined; row = queue[0]) {
        newest = connection.append(row);
        queue.shift();
      }
      trouble = undefined;
      return true;
    } catch (error) {
      if (trouble === undefined && !isBusy(error)) log(`activity: ${String(error)}`);
      trouble = error;
      return false;
    }
  };

  const tryAgain = () => {
    const wait = isBusy(trouble) ? AGAIN : MUCH_LATER;
    retry ??= setTimeout(() => {
      retry = undefined;
      if (drain()) noteHead();
      else tryAgain();
    }, wait).unref();
  };

  /** The entry first, then the head that tells of it: a power cut must not make a head without its entry. */
  const noteHead = () => {
    noting = noting.then(async () => {
      const told = newest;
      newest = undefined;
      if (told === undefined) return;
      try {
        await flush();
        await inTurn(() => connection && advance(connection, told));
      } catch (error) {
        log(`activity: ${String(error)}`);
      }
    });
  };

  return {
    append: row => {
      queue.push(row);
      if (queue.length > 1) return tryAgain();
      if (drain()) noteHead();
      else tryAgain();
    },
    note: () => {
      try {
        connection ??= connect(file, version);
        newest = connection.newest() ?? newest;
        noteHead();
      } catch (error) {
        log(`activity: ${String(error)}`);
      }
    },
    written: async () => {
      const since = performance.now();
      while (queue.length > 0 && isBusy(trouble) && performance.now() - since < READ_WAIT) await delay(AGAIN / 4);
    },
    close: async () => {
      clearTimeout(retry);
      for (const since = performance.now(); queue.length > 0; await delay(AGAIN)) {
        if (drain()) noteHead();
        else if (!isBusy(trouble) || performance.now() - since >= LAST_WAIT) break;
      }
      await noting;
      connection?.close();
      connection = undefined;
      if (queue.length > 0) throw unwritten(queue.length, storageError(file, trouble));
    },
  };
}

/** A record with gaps must not look whole: the person learns how many entries are missing, and why. */
function unwritten(entries: number, cause: unknown): KeydeskError {
  return new KeydeskError('activity-unwritten', { entries, reason: toFailure(cause).code }, { cause });
}

interface Connection {
  append(row: NewRow): ActivityHead;
  newest(): ActivityHead | undefined;
  /** Returns the hash of one entry, by its number. */
  hashAt(count: number): string | undefined;
  /** Whether nothing was ever written, as far as the table and its counter say. */
  isEmpty(): boolean;
  immediate: Immediate;
  close(): void;
}

function connect(file: string, version: number): Connection {
  const sqlite = new DatabaseSync(file, { timeout: 0 });
  sqlite.exec('PRAGMA synchronous = NORMAL');
  const append = appender(sqlite);
  const hashOne = sqlite.prepare('SELECT hash FROM activity WHERE seq = ?');
  const immediate = immediateOn({ sqlite, file, version });
  return {
    append: row => immediate(() => append(row)),
    newest: () => {
      const row = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1').get();
      return row === undefined ? undefined : { count: Number(row.seq), hash: String(row.hash) };
    },
    hashAt: count => {
      const hash = hashOne.get(count)?.hash;
      return hash === undefined ? undefined : String(hash);
    },
    isEmpty: () =>
      sqlite.prepare("SELECT 1 FROM activity UNION ALL SELECT 1 FROM sqlite_sequence WHERE name = 'activity'").get() ===
      undefined,
    immediate,
    close: () => sqlite.close(),
  };
}

/** Again and again while another writer has the database, for as long as the end would wait. */
async function inTurn(work: () => void): Promise<void> {
  for (let waited = 0; ; waited += AGAIN) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || waited >= LAST_WAIT) throw error;
    }
    await delay(AGAIN);
  }
}
