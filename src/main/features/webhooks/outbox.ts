import { sql, type Updateable } from 'kysely';
import type { Failure } from '../../../contract/errors/failure.ts';
import { failureSchema } from '../../../contract/errors/failure.ts';
import type { Delivery, DeliveryPage, DeliveryQuery, DeliveryState } from '../../../contract/webhooks/schema.ts';
import type { WebhookDeliveryTable } from '../../base/store/tables/webhooks.ts';
import type { Database, Transaction } from '../../base/store/transactions.ts';
import { LONGEST_WAIT } from './backOff.ts';
import type { StoredEvent } from './message.ts';

/** A delivery whose time has come. */
export interface DueDelivery {
  readonly n: number;
  readonly attempts: number;
  /** In ms; null before the first attempt. */
  readonly firstAt: number | null;
  /** When it was to be sent, in ms. */
  readonly dueAt: number;
  readonly event: StoredEvent;
}

/**
 * What is to be sent to whom. Of each user's deliveries to a receiver only the oldest has a time (`next_at`), and passes it
 * on when it is done with: whatever is due may be sent side by side, and the order of each user is kept.
 */
export interface Outbox {
  /** Takes the next events of a receiver's tenant into the outbox, once each; false when there were none. */
  fill(webhookId: string, now: number): Promise<boolean>;
  /** Makes due what was put off for longer than any wait: the clock was wrong then, and one message would hold up all behind it. */
  recall(webhookId: string, now: number): Promise<void>;
  due(webhookId: string, now: number, limit: number): Promise<DueDelivery[]>;
  /** Returns false where it was not waiting any more. */
  delivered(n: number, now: number): Promise<boolean>;
  /**
   * @param nextAt in ms; undefined gives it up
   * @param firstAt in ms; from when on the receiver's patience is counted, where that is not the first attempt
   * @returns false where it was not waiting any more
   */
  failed(n: number, failure: Failure, now: number, nextAt: number | undefined, firstAt?: number): Promise<boolean>;
  /** Puts dead letters of a tenant back, of one number or of a receiver. Returns how many. */
  resend(tenant: string | null, which: { n: number } | { webhookId: string }, now: number): Promise<number>;
  /** Those of the receivers of a tenant, and of receivers of none. */
  list(tenant: string | null, query: DeliveryQuery): Promise<DeliveryPage>;
}

/** Events taken in one transaction: nobody waits long for it. */
const EVENTS = 500;

type Change = Updateable<Pick<WebhookDeliveryTable, 'state' | 'failure' | 'first_at' | 'next_at' | 'done_at'>>;

export function createOutbox(database: Database): Outbox {
  const settle = (n: number, change: Change, now: number) =>
    database.write(async transaction => {
      const row = await transaction
        .updateTable('webhook_delivery')
        .set(of => ({
          attempts: of('attempts', '+', 1),
          first_at: of.fn.coalesce('first_at', of.val(now)),
          next_at: null,
          ...change,
          ...(change.next_at == null ? {} : { next_at: onlyFirst(n, change.next_at) }),
        }))
        .where('n', '=', n)
        .where('state', '=', 'waiting')
        .returning(['webhook_id', 'user_id', 'state'])
        .executeTakeFirst();
      if (row !== undefined && row.state !== 'waiting') await promote(transaction, row.webhook_id, row.user_id, now);
      return row !== undefined;
    });

  return {
    fill: async (webhookId, now) => {
      // Asked twice a second: where nothing has happened, nothing is written.
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
    },

    recall: async (webhookId, now) => {
      const latest = now + LONGEST_WAIT;
      // Asked twice a second: where nothing was put off, nothing is written.
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
    },

    due: async (webhookId, now, limit) => {
      const rows = await database
        .selectFrom('webhook_delivery')
        .innerJoin('event', 'event.seq', 'webhook_delivery.event_seq')
        // SECURITY: nothing of one tenant goes to a receiver of another, however it came into the outbox.
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
    },

    delivered: (n, now) => settle(n, { state: 'delivered', failure: null, done_at: now }, now),

    failed: (n, failure, now, nextAt, firstAt) => {
      const told = { failure: JSON.stringify(failure), ...(firstAt === undefined ? {} : { first_at: firstAt }) };
      return settle(
        n,
        nextAt === undefined ? { ...told, state: 'dead', done_at: now } : { ...told, next_at: nextAt },
        now,
      );
    },

    resend: (tenant, which, now) =>
      database.write(async transaction => {
        const rows = await transaction
          .updateTable('webhook_delivery')
          .set({ state: 'waiting', attempts: 0, first_at: null, done_at: null })
          .where('state', '=', 'dead')
          .where('webhook_id', 'in', of => of.selectFrom('webhook').select('id').where('tenant', '=', tenant))
          .$if('n' in which, query => query.where('n', '=', 'n' in which ? which.n : 0))
          .$if('webhookId' in which, query =>
            query.where('webhook_id', '=', 'webhookId' in which ? which.webhookId : ''),
          )
          .returning(['webhook_id', 'user_id'])
          .execute();
        for (const row of rows) await putFirst(transaction, row.webhook_id, row.user_id, now);
        return rows.length;
      }),

    list: async (tenant, query) => {
      const { limit } = query;
      const rows = await database
        .selectFrom('webhook_delivery')
        .innerJoin('event', 'event.seq', 'webhook_delivery.event_seq')
        .innerJoin('webhook', 'webhook.id', 'webhook_delivery.webhook_id')
        .select(['n', 'webhook_id', 'url', 'event.id as event_id', 'event.type', 'event.user_id'])
        .select([
          'user_principal_name',
          'webhook_delivery.state',
          'attempts',
          'queued_at',
          'next_at',
          'done_at',
          'failure',
        ])
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
    },
  };
}

/**
 * The numbers of the newest deliveries of each webhook of a tenant, and of each webhook of none: a walk along the index for each, as
 * long as a page. Administrators make a few webhooks.
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

/** The oldest of a user's deliveries is due now, and a later one that had the time waits for it. */
async function putFirst(transaction: Transaction, webhookId: string, userId: string, now: number): Promise<void> {
  await sql`UPDATE webhook_delivery SET next_at = NULL WHERE webhook_id = ${webhookId} AND user_id = ${userId}
      AND state = 'waiting' AND next_at IS NOT NULL`.execute(transaction);
  await promote(transaction, webhookId, userId, now);
}

/** The time of a delivery that is tried again; null if an older one of the user came before it while it was on its way. */
function onlyFirst(n: number, nextAt: number) {
  return sql<
    number | null
  >`CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery o WHERE o.webhook_id = webhook_delivery.webhook_id
      AND o.user_id = webhook_delivery.user_id AND o.state = 'waiting' AND o.n < ${n}) THEN NULL ELSE ${nextAt} END`;
}

/** The oldest of a user's deliveries gets its time, unless one of them has it. */
async function promote(transaction: Transaction, webhookId: string, userId: string, now: number): Promise<void> {
  await sql`UPDATE webhook_delivery SET next_at = ${now} WHERE n = (
      SELECT min(n) FROM webhook_delivery WHERE webhook_id = ${webhookId} AND user_id = ${userId} AND state = 'waiting'
      HAVING count(next_at) = 0
    )`.execute(transaction);
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
