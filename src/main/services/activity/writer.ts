import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityHead } from '../../../contract/activity/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { isBusy, storageError } from '../../base/store/storageError.ts';
import type { NewRow } from './append.ts';
import { ORIGIN } from './chain.ts';
import type { HeadFile } from './head.ts';
import { openWriterConnection, type WriterConnection } from './writerConnection.ts';

/** Appends entries. Retries failed writes, the last time when it closes. */
export interface ActivityWriter {
  append(row: NewRow): void;
  /** Writes the end of the log to the head file after other connections have appended entries. */
  note(): void;
  /**
   * Resolves when all appended entries are written, or after a timeout if another writer has the database locked. Never
   * rejects.
   */
  written(): Promise<void>;
  /** Resolves when everything is written and on the disk. @throws KeydeskError activity-unwritten */
  close(): Promise<void>;
}

export interface WriterParts {
  folder: string;
  /** The version of the database that this Keydesk writes. */
  version: number;
  /** Resolves when everything committed before the call is on the disk. */
  flush: () => Promise<void>;
  head: HeadFile;
  log: (message: string) => void;
}

/** The wait before a retry, in ms: if another writer has the database locked, and after any other error. */
const AGAIN = 20;
const MUCH_LATER = 1000;
/** How long a read waits for entries that another writer delays, in ms. */
const READ_WAIT = 1000;
/** How long closing waits for another writer, in ms. */
const LAST_WAIT = 5000;

/**
 * Opens a writer with its own connection: an entry must not wait for a transaction of the store, or be rolled back with
 * it. Each entry gets its place in an immediate transaction, because several Keydesks may share the folder.
 */
export function openWriter(parts: WriterParts): ActivityWriter {
  const writing: Writing = {
    parts,
    file: join(parts.folder, 'keydesk.db'),
    queue: [],
    connection: undefined,
    retry: undefined,
    newest: undefined,
    noting: Promise.resolve(),
    trouble: undefined,
    wasEmpty: false,
  };
  begin(writing);
  return {
    append: row => {
      writing.queue.push(row);
      if (writing.queue.length > 1) return tryAgain(writing);
      if (drain(writing)) noteHead(writing);
      else tryAgain(writing);
    },
    note: () => {
      try {
        writing.newest = connectionOf(writing).newest() ?? writing.newest;
        noteHead(writing);
      } catch (error) {
        parts.log(`activity: ${String(error)}`);
      }
    },
    written: () => whileBusy(writing),
    close: () => close(writing),
  };
}

interface Writing {
  readonly parts: WriterParts;
  readonly file: string;
  /** Entries that are not written yet. */
  readonly queue: NewRow[];
  connection: WriterConnection | undefined;
  /** The timer of the next attempt. */
  retry: NodeJS.Timeout | undefined;
  /** The end of the log, if it is not in the head file yet. */
  newest: ActivityHead | undefined;
  /** Resolves when the head file is written. */
  noting: Promise<void>;
  /** Why the last attempt failed; undefined if it succeeded. */
  trouble: unknown;
  /** Whether this process saw the log empty, and has not seen a head file since. */
  wasEmpty: boolean;
}

function connectionOf(writing: Writing): WriterConnection {
  writing.connection ??= openWriterConnection(writing.file, writing.parts.version);
  return writing.connection;
}

/** Writes the head file before the first entry, so that a missing file means that somebody removed it. */
function begin(writing: Writing): void {
  try {
    const connection = connectionOf(writing);
    writing.wasEmpty = connection.isEmpty();
    if (writing.wasEmpty) advance(writing, connection, { count: 0, hash: ORIGIN });
  } catch (error) {
    // The first entry also writes the head file.
    if (!isBusy(error)) writing.parts.log(`activity: ${String(error)}`);
  }
}

function advance(writing: Writing, { immediate, hashAt }: WriterConnection, end: ActivityHead): void {
  immediate(() => {
    if (writing.parts.head.advance(end, { wasEmpty: writing.wasEmpty, hashAt })) writing.wasEmpty = false;
  });
}

/** Writes waiting entries. Returns false if some are left. */
function drain(writing: Writing): boolean {
  const { queue } = writing;
  try {
    const connection = connectionOf(writing);
    for (let row = queue[0]; row !== undefined; row = queue[0]) {
      writing.newest = connection.append(row);
      queue.shift();
    }
    writing.trouble = undefined;
    return true;
  } catch (error) {
    if (writing.trouble === undefined && !isBusy(error)) writing.parts.log(`activity: ${String(error)}`);
    writing.trouble = error;
    return false;
  }
}

function tryAgain(writing: Writing): void {
  const wait = isBusy(writing.trouble) ? AGAIN : MUCH_LATER;
  writing.retry ??= setTimeout(() => {
    writing.retry = undefined;
    if (drain(writing)) noteHead(writing);
    else tryAgain(writing);
  }, wait).unref();
}

/** Writes the head after its entry is on the disk: after a power cut, no head may exist without its entry. */
function noteHead(writing: Writing): void {
  writing.noting = writing.noting.then(async () => {
    const told = writing.newest;
    writing.newest = undefined;
    if (told === undefined) return;
    try {
      await writing.parts.flush();
      await inTurn(() => {
        if (writing.connection !== undefined) advance(writing, writing.connection, told);
      });
    } catch (error) {
      writing.parts.log(`activity: ${String(error)}`);
    }
  });
}

async function whileBusy(writing: Writing): Promise<void> {
  const since = performance.now();
  while (writing.queue.length > 0 && isBusy(writing.trouble) && performance.now() - since < READ_WAIT)
    await delay(AGAIN / 4);
}

async function close(writing: Writing): Promise<void> {
  const { queue } = writing;
  clearTimeout(writing.retry);
  for (const since = performance.now(); queue.length > 0; await delay(AGAIN)) {
    if (drain(writing)) noteHead(writing);
    else if (!isBusy(writing.trouble) || performance.now() - since >= LAST_WAIT) break;
  }
  await writing.noting;
  writing.connection?.close();
  writing.connection = undefined;
  if (queue.length > 0) throw unwritten(queue.length, storageError(writing.file, writing.trouble));
}

/** Returns the error with the number of missing entries and the reason. */
function unwritten(entries: number, cause: unknown): KeydeskError {
  return new KeydeskError('activity-unwritten', { entries, reason: toFailure(cause).code }, { cause });
}

/** Runs `work`, and retries while another writer has the database locked, up to `LAST_WAIT`. */
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
