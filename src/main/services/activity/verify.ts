import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { ActivityHead, ActivityVerification } from '../../../contract/activity/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { Schema } from '../../base/store/schema.ts';
import { hashOf, ORIGIN } from './chain.ts';
import type { HeadFile } from './head.ts';
import type { ActivityTable } from './tables.ts';

/** Entries between two breaths for whoever else has work to do. */
const PART = 1000;

/**
 * Goes through the whole log and names the first entry that was altered, removed or reordered, or from which on the end is
 * missing. The end is held against the table's own counter, the head file, and a head that somebody noted.
 */
export async function verifyLog(
  database: Kysely<Schema>,
  headFile: HeadFile,
  noted: ActivityHead | undefined,
): Promise<ActivityVerification> {
  // Read first: whoever appends meanwhile only adds to it.
  const kept = headFile.read();
  const counted = await counterOf(database);
  const heads = [kept, noted].filter(head => head !== null && head !== undefined);
  let head: ActivityHead = { count: 0, hash: ORIGIN };
  for (;;) {
    const rows = await database
      .selectFrom('activity')
      .selectAll()
      .where('seq', '>', head.count)
      .orderBy('seq')
      .limit(PART)
      .execute();
    if (rows.length === 0) break;
    for (const row of rows) {
      const failure = await faultOf(database, row, head);
      if (failure !== undefined) return { head, failure };
      head = { count: row.seq, hash: row.hash };
      if (heads.some(({ count, hash }) => count === row.seq && hash !== row.hash)) {
        return { head, failure: failureAt('activity-altered', row.seq) };
      }
    }
    await setImmediate();
  }
  const expected = Math.max(counted, ...heads.map(({ count }) => count));
  if (expected > head.count) return { head, failure: failureAt('activity-truncated', head.count + 1) };
  // The counter grows with every entry.
  if (counted < head.count) return { head, failure: failureAt('activity-counter-altered', head.count) };
  if (kept === null) return { head, failure: toFailure(new KeydeskError('activity-head-damaged')) };
  const isMissing = kept === undefined && head.count > 0;
  return {
    head,
    failure: isMissing ? toFailure(new KeydeskError('activity-head-missing', { count: head.count })) : null,
  };
}

/** What is wrong with the entry that stands next; undefined where it follows from the one before. */
async function faultOf(
  database: Kysely<Schema>,
  row: ActivityTable,
  { count, hash }: ActivityHead,
): Promise<Failure | undefined> {
  const place = count + 1;
  const follows = row.previous_hash === hash;
  const whole = hashOf(row) === row.hash;
  if (row.seq === place && follows && whole) return undefined;
  const successor = await database
    .selectFrom('activity')
    .selectAll()
    .where('previous_hash', '=', hash)
    .where('seq', '>=', place)
    .orderBy('seq')
    .executeTakeFirst();
  // An entry that moved no longer has the hash of its place; one written after a cut-off end has.
  if (successor !== undefined && successor.seq !== place && hashOf(successor) !== successor.hash) {
    return failureAt('activity-reordered', place, successor.seq);
  }
  if (row.seq !== place) return failureAt('activity-removed', place);
  // Whole in its place, it follows another entry than the one before it: that one was written anew.
  if (whole && !follows) return failureAt('activity-altered', Math.max(count, 1));
  const wasWhole = hashOf({ ...row, previous_hash: hash }) === row.hash;
  return failureAt(follows || wasWhole ? 'activity-altered' : 'activity-removed', place);
}

/** How many entries there ever were, as SQLite itself counts them. */
async function counterOf(database: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ seq: number }>`SELECT seq FROM sqlite_sequence WHERE name = 'activity'`.execute(
    database,
  );
  return rows[0]?.seq ?? 0;
}

function failureAt(code: ErrorCode, seq: number, found?: number): Failure {
  return toFailure(new KeydeskError(code, { seq, ...(found === undefined ? {} : { found }) }));
}
