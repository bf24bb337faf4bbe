import type { ActivityHead, ActivityResult } from '../../../contract/activity/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { Actor } from '../../base/actor.ts';
import { correlated } from '../../base/correlation.ts';
import type { Store } from '../../base/store/database.ts';
import type { Activity, EntryPlace, LogSubject, NewLogEntry } from './activity.ts';
import { appendIn } from './append.ts';
import { toRow } from './entryRow.ts';
import type { HeadFile } from './head.ts';
import { exportLines, listEntries } from './query.ts';
import type { TextIndex } from './textIndex.ts';
import { verifyLog } from './verify.ts';
import type { ActivityWriter } from './writer.ts';

/** The state that operations on the log share. */
export interface LogContext {
  readonly database: Store['database'];
  /** The user of this computer. */
  readonly osUser: Actor;
  readonly log: (message: string) => void;
  readonly clock: () => Date;
  readonly head: HeadFile;
  readonly writer: ActivityWriter;
  readonly index: Pick<TextIndex, 'follow'>;
}

/** Returns the log for the operations of one tenant. */
export function activityOf(context: LogContext, place: EntryPlace): Activity {
  const { database, writer, head } = context;
  const rowOf = (entry: NewLogEntry) => toRow(entry, { place, osUser: context.osUser, at: context.clock() });
  const record = (entry: NewLogEntry) => {
    try {
      writer.append(rowOf(entry));
      context.index.follow();
    } catch (error) {
      context.log(`activity: ${entry.kind} could not be recorded: ${String(error)}`);
    }
  };
  return {
    record,
    recordIn: (transaction, ...entries) => appendIn(transaction, entries.map(rowOf)),
    during: (kind, work) => recordingEnd(kind, work, record),
    note: () => noteEnd(context),
    // Waits until earlier entries are written, so that people see their own last action in the log.
    list: async query => {
      await writer.written();
      return listEntries(database, query);
    },
    verify: async noted => {
      await writer.written();
      return verifyLog(database, head, noted);
    },
    acceptHead: seen => renewHead(context, seen, record),
    export: async function* (filter) {
      await writer.written();
      yield* exportLines(database, filter);
    },
  };
}

/** Writes the end of the log to the head file after a thread or a transaction has appended entries (append.ts). */
export function noteEnd({ writer, index }: LogContext): void {
  writer.note();
  index.follow();
}

type RecordEntry = Activity['record'];

function recordingEnd<T>(
  kind: NewLogEntry['kind'],
  work: (subject: LogSubject) => Promise<T>,
  record: RecordEntry,
): Promise<T> {
  return correlated(async correlation => {
    const subject: LogSubject = {};
    try {
      const value = await work(subject);
      record({ ...subject, kind, correlation });
      return value;
    } catch (error) {
      record({ ...subject, kind, ...endedBadly(error), correlation });
      throw error;
    }
  });
}

function endedBadly(error: unknown): { result: ActivityResult; cause: Failure } {
  return { result: hasCode(error, 'cancelled') ? 'cancelled' : 'failed', cause: toFailure(error) };
}

async function renewHead(
  { database, head }: LogContext,
  seen: ActivityHead,
  record: RecordEntry,
): Promise<ActivityHead> {
  const { head: end, failure } = await verifyLog(database, head, seen);
  if (failure === null) throw new KeydeskError('invalid-input', { detail: 'head-whole' });
  const { code, params } = failure;
  if (code !== 'activity-head-missing' && code !== 'activity-head-damaged') throw new KeydeskError(code, params);
  head.renew(end);
  record({ kind: 'activity-head-renewed', facts: { count: end.count, hash: end.hash, reason: code } });
  return end;
}
