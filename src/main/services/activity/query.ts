import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import {
  type ActivityEntry,
  type ActivityFilter,
  type ActivityPage,
  type ActivityQuery,
  activityEntrySchema,
} from '../../../contract/activity/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { findEntries } from './find.ts';
import type { ActivityTable } from './tables.ts';

const PART = 500;

/** Returns one page, newest first. */
export async function listEntries(
  database: Kysely<Schema>,
  { before, limit, ...filter }: ActivityQuery,
): Promise<ActivityPage> {
  const found = await findEntries(database, filter, { way: 'newest', after: before, limit: limit + 1 });
  const entries = (await rowsOf(database, found.slice(0, limit))).map(toEntry);
  const last = entries.at(-1);
  return { entries, ...(found.length > limit && last !== undefined ? { next: last.seq } : {}) };
}

/** Returns all matching entries, oldest first, as JSON lines: in parts of some hundred complete lines. */
export async function* exportLines(database: Kysely<Schema>, filter: ActivityFilter): AsyncGenerator<string> {
  for (let after: number | undefined; ; ) {
    const found = await findEntries(database, filter, { way: 'oldest', after, limit: PART });
    if (found.length === 0) return;
    after = found.at(-1);
    const rows = await rowsOf(database, found);
    yield rows.map(row => `${JSON.stringify(toEntry(row))}\n`).join('');
  }
}

/** Returns the entries with the given numbers, in the order of the numbers. */
async function rowsOf(database: Kysely<Schema>, seqs: readonly number[]): Promise<Selectable<ActivityTable>[]> {
  if (seqs.length === 0) return [];
  const rows = await database.selectFrom('activity').selectAll().where('seq', 'in', seqs).execute();
  const bySeq = new Map(rows.map(row => [row.seq, row]));
  return seqs.flatMap(seq => bySeq.get(seq) ?? []);
}

/** Converts a row to the form of the contract. Unreadable values, which somebody has altered, become null. */
function toEntry(row: Selectable<ActivityTable>): ActivityEntry {
  const { shape } = activityEntrySchema;
  return {
    seq: row.seq,
    ...(row.desk === '' ? {} : { desk: row.desk }),
    at: row.at,
    kind: row.kind,
    result: row.result,
    actor: { kind: row.actor_kind, name: row.actor },
    tenant: row.tenant,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    key: { id: row.key_id, aaguid: row.key_aaguid, serial: row.key_serial },
    cause: read(shape.cause, row.cause),
    correlationId: row.correlation_id,
    requestIds: read(z.array(z.string()), row.request_ids) ?? [],
    facts: read(shape.facts, row.facts),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

function read<T>(schema: z.ZodType<T>, text: string | null): T | null {
  try {
    return text === null ? null : schema.parse(JSON.parse(text));
  } catch {
    // An altered entry must still be shown; `verify` reports it.
    return null;
  }
}
