import { sql } from 'kysely';
import { failureSchema } from '../../../contract/errors/failure.ts';
import type { Delivery, DeliveryPage, DeliveryQuery, DeliveryState } from '../../../contract/webhooks/schema.ts';
import type { Database } from '../../base/store/transactions.ts';

/** Returns a page of deliveries, newest first. */
export async function listDeliveries(
  database: Database,
  tenant: string | null,
  query: DeliveryQuery,
): Promise<DeliveryPage> {
  const { limit } = query;
  const rows = await database
    .selectFrom('webhook_delivery')
    .innerJoin('event', 'event.seq', 'webhook_delivery.event_seq')
    .innerJoin('webhook', 'webhook.id', 'webhook_delivery.webhook_id')
    .select(['n', 'webhook_id', 'url', 'event.id as event_id', 'event.type', 'event.user_id'])
    .select(['user_principal_name', 'webhook_delivery.state', 'attempts', 'queued_at', 'next_at', 'done_at', 'failure'])
    .where('n', 'in', newestOf(tenant, query))
    .orderBy('n', 'desc')
    .limit(limit + 1)
    .execute();
  const deliveries = rows.slice(0, limit).map(
    (row): Delivery => ({
      n: row.n,
      webhookId: row.webhook_id,
      url: row.url,
      eventId: row.event_id,
      type: row.type,
      userId: row.user_id,
      userPrincipalName: row.user_principal_name,
      state: row.state as DeliveryState,
      attempts: row.attempts,
      queuedAt: timeOf(row.queued_at) ?? '',
      nextAt: timeOf(row.next_at),
      doneAt: timeOf(row.done_at),
      failure: row.failure === null ? null : failureSchema.parse(JSON.parse(row.failure)),
    }),
  );
  const last = deliveries.at(-1);
  return rows.length > limit && last !== undefined ? { deliveries, next: last.n } : { deliveries };
}

/**
 * Returns the numbers of the newest deliveries of each webhook of a tenant, and of webhooks without a tenant. Reads at most one page per
 * webhook from the index. There are only a few webhooks.
 */
function newestOf(tenant: string | null, { webhookId, state, before, limit }: DeliveryQuery) {
  const ofOne = webhookId === undefined ? sql`` : sql`AND w.id = ${webhookId}`;
  const inState = state === undefined ? sql`` : sql`AND state = ${state}`;
  const older = before === undefined ? sql`` : sql`AND n < ${before}`;
  const index = sql.ref(state === undefined ? 'webhook_delivery_of' : 'webhook_delivery_state');
  return sql<number>`(SELECT d.n FROM webhook w CROSS JOIN webhook_delivery d ON d.n IN (
      SELECT n FROM webhook_delivery INDEXED BY ${index} WHERE webhook_id = w.id ${inState} ${older}
      ORDER BY n DESC LIMIT ${limit + 1})
    WHERE (w.tenant IS NULL OR w.tenant = ${tenant}) ${ofOne})`;
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
