import { sql } from 'kysely';
import type { Database } from '../../base/store/transactions.ts';
import { LONGEST_WAIT } from './backOff.ts';
import type { StoredEvent } from './message.ts';

/** A due delivery. */
export interface DueDelivery {
  readonly n: number;
  readonly attempts: number;
  /** In ms; null before the first attempt. */
  readonly firstAt: number | null;
  /** When it became due, in ms. */
  readonly dueAt: number;
  readonly event: StoredEvent;
}

/** Maximum number of events per transaction, so that other writers do not wait long. */
const EVENTS = 500;

/** Adds the next events of a receiver's tenant to the outbox. Returns false if there were none. */
export async function fill(database: Database, webhookId: string, now: number): Promise<boolean> {
  // Runs twice a second, so it must not write if there are no new events.
  const news = await database
    .selectFrom('webhook')
    .select('webhook.id')
    .where('webhook.id', '=', webhookId)
    .where('place', '<', of => of.selectFrom('event').select(from => from.fn.max('seq').as('seq')))
    .executeTakeFirst();
  if (news === undefined) return false;
  return database.write(async transaction => {
    const webhook = await transaction
      .selectFrom('webhook')
      .select(['place', 'types', 'tenant'])
      .where('id', '=', webhookId)
      .where('state', '=', 'active')
      .executeTakeFirst();
    const newest = await transaction
      .selectFrom('event')
      .select(of => of.fn.max('seq').as('seq'))
      .executeTakeFirst();
    if (webhook === undefined || newest === undefined || (newest.seq ?? 0) <= webhook.place) return false;
    const top = Math.min(newest.seq ?? 0, webhook.place + EVENTS);
    const taken = sql`SELECT seq, user_id FROM event WHERE seq > ${webhook.place} AND seq <= ${top}
      AND tenant = ${webhook.tenant} AND type IN (SELECT value FROM json_each(${webhook.types}))`;
    await sql`INSERT INTO webhook_delivery (webhook_id, event_seq, user_id, queued_at)
      SELECT ${webhookId}, seq, user_id, ${now} FROM (${taken}) WHERE true ORDER BY seq
      ON CONFLICT DO NOTHING`.execute(transaction);
    await sql`UPDATE webhook_delivery SET next_at = ${now} WHERE n IN (
        SELECT min(n) FROM webhook_delivery WHERE webhook_id = ${webhookId} AND state = 'waiting'
          AND user_id IN (SELECT user_id FROM (${taken})) GROUP BY user_id HAVING count(next_at) = 0
      )`.execute(transaction);
    await transaction.updateTable('webhook').set({ place: top }).where('id', '=', webhookId).execute();
    return true;
  });
}

/** Makes deliveries due whose time is further away than any delay. */
export async function recall(database: Database, webhookId: string, now: number): Promise<void> {
  const latest = now + LONGEST_WAIT;
  // Runs twice a second, so it must not write if there is nothing to change.
  const found = await database
    .selectFrom('webhook_delivery')
    .select('n')
    .where('webhook_id', '=', webhookId)
    .where('next_at', '>', latest)
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) return;
  await database
    .updateTable('webhook_delivery')
    .set(of => ({
      next_at: now,
      first_at: sql<number | null>`CASE WHEN ${of.ref('first_at')} <= ${now} THEN first_at END`,
    }))
    .where('webhook_id', '=', webhookId)
    .where('next_at', '>', latest)
    .execute();
}

/** Returns the due deliveries of a receiver, oldest first. */
export async function due(database: Database, webhookId: string, now: number, limit: number): Promise<DueDelivery[]> {
  const rows = await database
    .selectFrom('webhook_delivery')
    .innerJoin('event', 'event.seq', 'webhook_delivery.event_seq')
    // SECURITY: a receiver never gets events of another tenant, however they came into the outbox.
    .innerJoin('webhook', join =>
      join.onRef('webhook.id', '=', 'webhook_id').onRef('webhook.tenant', '=', 'event.tenant'),
    )
    .select(['n', 'attempts', 'first_at', 'next_at', 'event.id', 'type', 'at', 'event.tenant'])
    .select(['event.user_id', 'user_principal_name', 'data'])
    .where('webhook_id', '=', webhookId)
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('n')
    .limit(limit)
    .execute();
  return rows.map(({ n, attempts, first_at, next_at, user_id, user_principal_name, data, type, ...event }) => ({
    n,
    attempts,
    firstAt: first_at,
    dueAt: next_at ?? now,
    event: {
      ...event,
      type: type as StoredEvent['type'],
      user: { id: user_id, userPrincipalName: user_principal_name },
      data: JSON.parse(data),
    },
  }));
}
