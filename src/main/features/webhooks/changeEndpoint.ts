import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type WebhookAdd, type WebhookChange, webhookAddSchema } from '../../../contract/webhooks/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Database } from '../../base/store/transactions.ts';
import { parseTarget } from './address.ts';
import { type Endpoint, readEndpoint } from './endpoint.ts';
import type { Secrets } from './secrets.ts';

/** Adds a receiver of a tenant, which gets the events from now on. @throws KeydeskError webhook-url-refused, webhook-address-refused */
export async function addEndpoint(
  { database, secrets }: { readonly database: Database; readonly secrets: Secrets },
  tenant: string,
  request: WebhookAdd,
  now: number,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const { url, types, fields, privateHost } = webhookAddSchema.parse(request);
  const target = parseTarget(url, privateHost);
  const id = randomUUID();
  const made = await secrets.make(id);
  await database.write(async transaction => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('webhook')
      .values({
        id,
        tenant,
        url: target.url.href,
        types: JSON.stringify(types),
        fields: JSON.stringify(fields),
        private_host: target.reach === 'private' ? (privateHost ?? null) : null,
        state: 'active',
        created_at: new Date(now).toISOString(),
        place: 0,
      })
      .onConflict(conflict => conflict.columns(['tenant', 'url']).doNothing())
      .executeTakeFirst();
    if (Number(numInsertedOrUpdatedRows) === 0) throw new KeydeskError('webhook-url-refused', { rule: 'exists' });
    const place = await newestEvent(transaction);
    await transaction.updateTable('webhook').set({ place }).where('id', '=', id).execute();
    await secrets.install(transaction, id, made, 0);
  });
  return { endpoint: await readEndpoint(database, id), secret: made.secret };
}

/**
 * Changes a receiver. Enabling it again sends the queued messages and the events from now on. Enabling a receiver without a tenant assigns
 * it to this tenant.
 * @throws KeydeskError webhook-url-refused, webhook-not-found
 */
export async function changeEndpoint(
  database: Database,
  tenant: string | null,
  { id, types, fields, enabled }: WebhookChange,
  now: number,
): Promise<Endpoint> {
  await database.write(async transaction => {
    await transaction
      .updateTable('webhook')
      .set({
        ...(types === undefined ? {} : { types: JSON.stringify(types) }),
        ...(fields === undefined ? {} : { fields: JSON.stringify(fields) }),
        ...(enabled === false ? { state: 'disabled' } : {}),
      })
      .set(of => ({ id: of.ref('id') }))
      .where('id', '=', id)
      .execute();
    if (enabled !== true) return;
    await refuseSecond(transaction, tenant, id);
    const { numUpdatedRows } = await transaction
      .updateTable('webhook')
      .set({ state: 'active', place: await newestEvent(transaction), tenant })
      .where('id', '=', id)
      .where('state', '!=', 'active')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    // Queued messages get their three days again: the time while the webhook was disabled does not count.
    await transaction
      .updateTable('webhook_delivery')
      .set({ attempts: 0, first_at: null })
      .where('webhook_id', '=', id)
      .where('state', '=', 'waiting')
      .execute();
    await transaction
      .updateTable('webhook_delivery')
      .set({ next_at: now })
      .where('webhook_id', '=', id)
      .where('next_at', 'is not', null)
      .execute();
  });
  return readEndpoint(database, id);
}

/** Returns the number of the newest event. */
export async function newestEvent(from: Kysely<Schema>): Promise<number> {
  const row = await from
    .selectFrom('event')
    .select(of => of.fn.max('seq').as('seq'))
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** Refuses a receiver without a tenant if the tenant already has one with the same address. */
async function refuseSecond(transaction: Kysely<Schema>, tenant: string | null, id: string): Promise<void> {
  const second = await transaction
    .selectFrom('webhook')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '!=', id)
    .where('url', '=', of => of.selectFrom('webhook as own').select('own.url').where('own.id', '=', id))
    .executeTakeFirst();
  if (second !== undefined) throw new KeydeskError('webhook-url-refused', { rule: 'exists' });
}
