import { sql, type Updateable } from 'kysely';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Database, Transaction } from '../../base/store/transactions.ts';
import { isSender, type Sender } from './senders.ts';
import type { WebhookDeliveryTable } from './tables.ts';

type Change = Updateable<Pick<WebhookDeliveryTable, 'state' | 'failure' | 'first_at' | 'next_at' | 'done_at'>>;

/** Ends a delivery. Returns false if it was not waiting any more, or another Keydesk sends for its receiver now. */
export function delivered(database: Database, sent: Sent, now: number): Promise<boolean> {
  return settle(database, sent, { state: 'delivered', failure: null, done_at: now }, now);
}

/** The result of a failed attempt. Times are in ms. */
export interface FailedAttempt {
  readonly failure: Failure;
  /** Undefined gives the delivery up. */
  readonly nextAt: number | undefined;
  /** The start of the time for which the delivery is retried. Default: the first attempt. */
  readonly firstAt?: number | undefined;
}

/** Records a failed attempt. Returns false as `delivered`. */
export function failed(
  database: Database,
  sent: Sent,
  { failure, nextAt, firstAt }: FailedAttempt,
  now: number,
): Promise<boolean> {
  const told = { failure: JSON.stringify(failure), ...(firstAt === undefined ? {} : { first_at: firstAt }) };
  const change: Change = nextAt === undefined ? { ...told, state: 'dead', done_at: now } : { ...told, next_at: nextAt };
  return settle(database, sent, change, now);
}

/** Queues dead letters of a tenant again, by number or by receiver. Returns how many. */
export function resend(
  database: Database,
  tenant: string | null,
  which: { n: number } | { webhookId: string },
  now: number,
): Promise<number> {
  return database.write(async transaction => {
    const rows = await transaction
      .updateTable('webhook_delivery')
      .set({ state: 'waiting', attempts: 0, first_at: null, done_at: null })
      .where('state', '=', 'dead')
      .where('webhook_id', 'in', of => of.selectFrom('webhook').select('id').where('tenant', '=', tenant))
      .$if('n' in which, query => query.where('n', '=', 'n' in which ? which.n : 0))
      .$if('webhookId' in which, query => query.where('webhook_id', '=', 'webhookId' in which ? which.webhookId : ''))
      .returning(['webhook_id', 'user_id'])
      .execute();
    for (const row of rows) await putFirst(transaction, row.webhook_id, row.user_id, now);
    return rows.length;
  });
}

/** A delivery, and who sent it. */
export interface Sent {
  readonly n: number;
  readonly sender: Sender;
}

function settle(database: Database, { n, sender }: Sent, change: Change, now: number): Promise<boolean> {
  return database.write(async transaction => {
    // The next sender sends it again, so this attempt counts no more.
    if (!(await isSender(transaction, sender))) return false;
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
}

/** Makes the oldest of a user's deliveries due now. A later one that had the time waits for it. */
async function putFirst(transaction: Transaction, webhookId: string, userId: string, now: number): Promise<void> {
  await sql`UPDATE webhook_delivery SET next_at = NULL WHERE webhook_id = ${webhookId} AND user_id = ${userId}
      AND state = 'waiting' AND next_at IS NOT NULL`.execute(transaction);
  await promote(transaction, webhookId, userId, now);
}

/** Returns the time of a delivery that is retried; null if an older delivery of the user was queued again during the attempt. */
function onlyFirst(n: number, nextAt: number) {
  return sql<
    number | null
  >`CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery o WHERE o.webhook_id = webhook_delivery.webhook_id
      AND o.user_id = webhook_delivery.user_id AND o.state = 'waiting' AND o.n < ${n}) THEN NULL ELSE ${nextAt} END`;
}

/** Makes the oldest of a user's deliveries due, unless another one has a time. */
async function promote(transaction: Transaction, webhookId: string, userId: string, now: number): Promise<void> {
  await sql`UPDATE webhook_delivery SET next_at = ${now} WHERE n = (
      SELECT min(n) FROM webhook_delivery WHERE webhook_id = ${webhookId} AND user_id = ${userId} AND state = 'waiting'
      HAVING count(next_at) = 0
    )`.execute(transaction);
}
