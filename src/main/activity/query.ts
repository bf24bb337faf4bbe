import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import {
  type ActivityEntry,
  type ActivityFilter,
  type ActivityPage,
  type ActivityQuery,
  activityEntrySchema,
} from '../../contract/activity.ts';
import type { ActivityTable, Schema } from '../store/schema.ts';

const SEARCHED = [
  'user_principal_name',
  'key_serial',
  'actor',
  'cause',
  'facts',
  'correlation_id',
  'request_ids',
] as const;
const PART = 500;

/** One page, newest first. */
export async function listEntries(
  database: Kysely<Schema>,
  { before, limit, ...filter }: ActivityQuery,
): Promise<ActivityPage> {
  let query = filtered(database, filter)
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = await query.execute();
  const entries = rows.slice(0, limit).map(toEntry);
  const last = entries.at(-1);
  return { entries, ...(rows.length > limit && last !== undefined ? { next: last.seq } : {}) };
}

/** Everything the filter lets through, oldest first, as JSON lines: parts of some hundred lines, each line whole. */
export async function* exportLines(database: Kysely<Schema>, filter: ActivityFilter): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await filtered(database, filter).where('seq', '>', after).orderBy('seq').limit(PART).execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
    yield rows.map(row => `${JSON.stringify(toEntry(row))}\n`).join('');
  }
}

function filtered(database: Kysely<Schema>, { kinds, users, key, result, from, to, text }: ActivityFilter) {
  let query = database.selectFrom('activity').selectAll();
  if (kinds !== undefined && kinds.length > 0) query = query.where('kind', 'in', kinds);
  if (users !== undefined && users.length > 0) {
    const isOne = (user: string) => sql<boolean>`(user_id = ${user} OR user_principal_name = ${user} COLLATE NOCASE)`;
    query = query.where(eb => eb.or(users.map(isOne)));
  }
  if (key !== undefined) {
    query = query.where(eb => eb.or([eb('key_serial', '=', key), eb('key_aaguid', '=', key), eb('key_id', '=', key)]));
  }
  if (result !== undefined) query = query.where('result', '=', result);
  if (from !== undefined) query = query.where('at', '>=', utc(from));
  if (to !== undefined) query = query.where('at', '<', utc(to));
  const words = text?.trim() ?? '';
  if (words !== '') query = query.where(eb => eb.or(SEARCHED.map(column => contains(column, words))));
  return query;
}

/** The log's own way of writing a moment, so that texts compare as times do. */
function utc(moment: string): string {
  return new Date(moment).toISOString();
}

function contains(column: (typeof SEARCHED)[number], words: string): Expression<SqlBool> {
  const pattern = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`;
}

/** A row in the contract's shape; what was tampered with until it cannot be read is null. */
function toEntry(row: ActivityTable): ActivityEntry {
  const { shape } = activityEntrySchema;
  return {
    seq: row.seq,
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
    return null;
  }
}
