import { sql } from 'kysely';
import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { newestEvent } from './changeEndpoint.ts';

/** How the webhooks of a desk come into a record that it joins, before its events. */
export const webhookMerges: readonly MergeRule[] = [
  { table: 'webhook', judge: judgeWebhook },
  { table: 'webhook_secret', references: { webhook_id: 'webhook.id' }, judge: judgeSecret },
];

/** How what they still have to send comes into the record, after its events. */
export const webhookDeliveryMerges: readonly MergeRule[] = [
  {
    table: 'webhook_delivery',
    references: { webhook_id: 'webhook.id', event_seq: 'event.seq' },
    judge: judgeDelivery,
  },
];

/** A receiver is there once, by its address. A new one gets the events from now on; what the desk had queued for it comes with the deliveries. */
async function judgeWebhook(row: MergeRow, same: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  if (same !== undefined) return { same };
  const { rows: found } =
    await sql<MergeRow>`SELECT * FROM webhook WHERE tenant = ${row.tenant} AND url = ${row.url}`.execute(transaction);
  if (found[0] !== undefined) return { same: found[0] };
  return { add: { ...row, place: await newestEvent(transaction), owner: null, term: 0 } };
}

/**
 * A receiver that the record has keeps the secret that it has there. With two newest ones, no desk that knows only one of them would sign.
 */
async function judgeSecret(row: MergeRow, same: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  if (same !== undefined) return { same };
  if (row.expires_at !== null) return { add: row };
  const newest = await transaction
    .selectFrom('webhook_secret')
    .selectAll()
    .where('webhook_id', '=', String(row.webhook_id))
    .where('expires_at', 'is', null)
    .executeTakeFirst();
  return newest === undefined ? { add: row } : { same: { ...newest } };
}

/** Each event is sent once to each receiver, and the messages of a user one after the other: only the oldest has a time. */
async function judgeDelivery(row: MergeRow, _: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  const ofWebhook = () =>
    transaction.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', String(row.webhook_id));
  const same = await ofWebhook().where('event_seq', '=', Number(row.event_seq)).executeTakeFirst();
  if (same !== undefined) return { same: { ...same } };
  const before = await ofWebhook()
    .where('user_id', '=', String(row.user_id))
    .where('state', '=', 'waiting')
    .where('next_at', 'is not', null)
    .executeTakeFirst();
  return { add: before === undefined ? row : { ...row, next_at: null } };
}
