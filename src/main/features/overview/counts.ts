import { sql } from 'kysely';
import type { Store } from '../../base/store/database.ts';
import type { Span } from './days.ts';

type Database = Store['database'];

/** Returns how many passkeys became active in each span. */
export function activatedIn(database: Database, tenant: string, spans: readonly Span[]): Promise<number[]> {
  const counted = sql`SELECT count(*) FROM assignment INDEXED BY assignment_activated
    WHERE tenant = ${tenant} AND activated_at IS NOT NULL AND activated_at >= span.value ->> 'from' AND activated_at < span.value ->> 'to'`;
  return inSpans(database, spans, counted);
}

/** Returns how many of the pending assignments were made in each span. */
export function pendingIn(database: Database, tenant: string, spans: readonly Span[]): Promise<number[]> {
  const counted = sql`SELECT count(*) FROM assignment INDEXED BY assignment_created
    WHERE tenant = ${tenant} AND state = 'pending' AND created_at >= coalesce(span.value ->> 'from', '') AND created_at < span.value ->> 'to'`;
  return inSpans(database, spans, counted);
}

/** Returns how many keys users have activated in a span. */
export async function activationsIn(database: Database, tenant: string, span: Span): Promise<number> {
  const counted = sql`SELECT count(*) FROM activation INDEXED BY activation_at
    WHERE tenant = ${tenant} AND activated_at >= span.value ->> 'from' AND activated_at < span.value ->> 'to'`;
  const [count = 0] = await inSpans(database, [span], counted);
  return count;
}

async function inSpans(database: Database, spans: readonly Span[], counted: ReturnType<typeof sql>): Promise<number[]> {
  const asked = JSON.stringify(spans.map(({ from, to }) => ({ from, to })));
  const { rows } = await sql<{
    count: number;
  }>`SELECT (${counted}) AS count FROM json_each(${asked}) span ORDER BY span.key`.execute(database);
  return rows.map(({ count }) => count);
}

/** Returns the failed assignments by the code of their cause, the most frequent first. */
export async function failedByCause(
  database: Database,
  tenant: string,
): Promise<{ code: string | null; count: number }[]> {
  const { rows } = await sql<{ code: string | null; count: number }>`
    SELECT json_extract(failure, '$.code') AS code, count(*) AS count FROM assignment INDEXED BY assignment_cause
    WHERE tenant = ${tenant} AND state = 'failed' GROUP BY json_extract(failure, '$.code')
    ORDER BY 2 DESC, 1`.execute(database);
  return rows;
}

/** Returns how many PINs of a tenant's batches are kept until the hand-over. */
export async function keptPins(database: Database, tenant: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM batch_pin p CROSS JOIN batch_row r ON r.id = p.row_id CROSS JOIN batch b ON b.id = r.batch_id
    WHERE b.tenant = ${tenant} AND r.state = 'done'`.execute(database);
  return rows[0]?.count ?? 0;
}
