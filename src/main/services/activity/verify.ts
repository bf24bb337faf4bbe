import { setImmediate } from 'node:timers/promises';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ActivityHead, ActivityVerification } from '../../../contract/activity/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { Schema } from '../../base/store/schema.ts';
import { hashOf, ORIGIN } from './chain.ts';
import type { HeadFile } from './head.ts';
import type { ActivityTable } from './tables.ts';

/** The number of entries between two pauses for other work. */
const PART = 1000;

/**
 * Checks the whole log. Returns the first entry that was altered, removed or reordered, or after which the end is
 * missing. It compares the end with the table's own counter, the head file, and a head that somebody wrote down.
 */
export async function verifyLog(
  database: Kysely<Schema>,
  headFile: HeadFile,
  noted: ActivityHead | undefined,
): Promise<ActivityVerification> {
  // Read before the entries: other processes can only add entries meanwhile.
  const kept = headFile.read();
  const counted = await counterOf(database);
  const heads = [kept, noted].filter(head => head !== null && head !== undefined);
  let head: ActivityHead = { count: 0, hash: ORIGIN };
  /** The end of the chain of each desk. */
  const ends = new Map<string, ActivityHead>();
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
      const failure = await faultOf(database, row, head.count + 1, ends.get(row.desk) ?? { count: 0, hash: ORIGIN });
      if (failure !== undefined) return { head, failure };
      head = { count: row.seq, hash: row.hash };
      ends.set(row.desk, head);
      if (heads.some(({ count, hash }) => count === row.seq && hash !== row.hash)) {
        return { head, failure: failureAt('activity-altered', row.seq) };
      }
    }
    await setImmediate();
  }
  const expected = Math.max(counted, ...heads.map(({ count }) => count));
  if (expected > head.count) return { head, failure: failureAt('activity-truncated', head.count + 1) };
  // Every new entry increases the counter.
  if (counted < head.count) return { head, failure: failureAt('activity-counter-altered', head.count) };
  if (kept === null) return { head, failure: toFailure(new KeydeskError('activity-head-damaged')) };
  const isMissing = kept === undefined && head.count > 0;
  return {
    head,
    failure: isMissing ? toFailure(new KeydeskError('activity-head-missing', { count: head.count })) : null,
  };
}

/**
 * Returns what is wrong with the next entry, or undefined if it follows the one before. @param place The number that it should have
 * @param end The entry of the same desk before it
 */
async function faultOf(
  database: Kysely<Schema>,
  row: Selectable<ActivityTable>,
  place: number,
  { count, hash }: ActivityHead,
): Promise<Failure | undefined> {
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
  // A moved entry has a hash that does not fit its place. An entry that was appended after a removed end has one that
  // fits.
  if (successor !== undefined && successor.seq !== place && hashOf(successor) !== successor.hash) {
    return failureAt('activity-reordered', place, successor.seq);
  }
  if (row.seq !== place) return failureAt('activity-removed', place);
  // The entry is intact in its place but follows another entry than the one before it: that one was rewritten.
  if (whole && !follows) return failureAt('activity-altered', Math.max(count, 1));
  const wasWhole = hashOf({ ...row, previous_hash: hash }) === row.hash;
  return failureAt(follows || wasWhole ? 'activity-altered' : 'activity-removed', place);
}

/** Returns how many entries were ever written, by SQLite's own counter. */
async function counterOf(database: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ seq: number }>`SELECT seq FROM sqlite_sequence WHERE name = 'activity'`.execute(
    database,
  );
  return rows[0]?.seq ?? 0;
}

function failureAt(code: ErrorCode, seq: number, found?: number): Failure {
  return toFailure(new KeydeskError(code, { seq, ...(found === undefined ? {} : { found }) }));
}
