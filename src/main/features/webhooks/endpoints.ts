import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { EventType } from '../../../contract/webhooks/events.ts';
import type { Webhook, WebhookAdd, WebhookChange, WebhookField } from '../../../contract/webhooks/schema.ts';
import { webhookAddSchema } from '../../../contract/webhooks/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { WebhookTable } from '../../base/store/tables/webhooks.ts';
import type { Database } from '../../base/store/transactions.ts';
import { parseTarget } from './address.ts';
import type { Secrets } from './secrets.ts';

/** A receiver as the store has it. */
export interface Endpoint {
  readonly id: string;
  /** The id of the tenant whose events it gets; null for one of an earlier version that no record traces to a tenant. */
  readonly tenant: string | null;
  readonly url: string;
  readonly types: readonly EventType[];
  readonly fields: readonly WebhookField[];
  readonly privateHost: string | null;
  readonly state: 'active' | 'disabled' | 'gone';
  readonly createdAt: string;
  readonly owner: string | null;
}

/** The receivers that administrators set, of all tenants. */
export interface Endpoints {
  all(): Promise<Endpoint[]>;
  /** @throws KeydeskError webhook-not-found */
  get(id: string): Promise<Endpoint>;
  /** Those of a tenant, and those of none. */
  ofTenant(tenant: string | null): Promise<Endpoint[]>;
  /** @throws KeydeskError webhook-not-found also for one of another tenant */
  getOf(tenant: string | null, id: string): Promise<Endpoint>;
  /** With what waits for it and whether its secret is known. */
  describe(endpoint: Endpoint): Promise<Webhook>;
  /** Gets what happens from now on. @throws KeydeskError webhook-url-refused, webhook-address-refused */
  add(tenant: string, request: WebhookAdd): Promise<{ endpoint: Endpoint; secret: string }>;
  /**
   * A webhook that is enabled again gets what waited and what happens from then on, and not what happened meanwhile. One of no tenant
   * becomes that tenant's.
   */
  change(tenant: string | null, request: WebhookChange): Promise<Endpoint>;
  /** The receiver said that it is gone. Returns whether that is news. */
  gone(id: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  rotate(id: string): Promise<string>;
  /** Makes this Keydesk the one that sends for a receiver; false where another that lives is. */
  claim(endpoint: Endpoint): Promise<boolean>;
  /** Lets go of all that this one sends for. */
  release(): Promise<void>;
}

export interface EndpointParts {
  database: Database;
  secrets: Secrets;
  instance: { readonly id: string; isAlive(id: string): boolean };
  clock: () => number;
}

/** So long messages carry the signature of the secret before, too, in ms. */
const TWO_SECRETS = 24 * 3600_000;

export function createEndpoints({ database, secrets, instance, clock }: EndpointParts): Endpoints {
  const get: Endpoints['get'] = async id => {
    const row = await database.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new KeydeskError('webhook-not-found', { id });
    return toEndpoint(row);
  };
  const newestEvent = async (from: Kysely<Schema>) => {
    const row = await from
      .selectFrom('event')
      .select(of => of.fn.max('seq').as('seq'))
      .executeTakeFirst();
    return row?.seq ?? 0;
  };

  const all = async () =>
    (await database.selectFrom('webhook').selectAll().orderBy('created_at').execute()).map(toEndpoint);

  return {
    all,
    get,
    ofTenant: async tenant => (await all()).filter(endpoint => isOf(endpoint, tenant)),
    getOf: async (tenant, id) => {
      const endpoint = await get(id);
      if (!isOf(endpoint, tenant)) throw new KeydeskError('webhook-not-found', { id });
      return endpoint;
    },

    describe: async ({ owner: _owner, tenant, types, fields, ...endpoint }) => {
      const counted = await database
        .selectFrom('webhook_count')
        .select(['state', 'count'])
        .where('webhook_id', '=', endpoint.id)
        .execute();
      const of = (state: string) => counted.find(row => row.state === state)?.count ?? 0;
      const previous = await database
        .selectFrom('webhook_secret')
        .select('expires_at')
        .where('webhook_id', '=', endpoint.id)
        .where('expires_at', '>', clock())
        .executeTakeFirst();
      const until = previous?.expires_at ?? null;
      const signs = (await secrets.live(endpoint.id, clock())).length > 0;
      return {
        ...endpoint,
        types: [...types],
        fields: [...fields],
        state: stateOf(endpoint.state, { signs, tenant }),
        previousSecretUntil: until === null ? null : new Date(until).toISOString(),
        waiting: of('waiting'),
        delivered: of('delivered'),
        dead: of('dead'),
      };
    },

    add: async (tenant, request) => {
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
            created_at: new Date(clock()).toISOString(),
            place: 0,
          })
          .onConflict(conflict => conflict.columns(['tenant', 'url']).doNothing())
          .executeTakeFirst();
        if (Number(numInsertedOrUpdatedRows) === 0) throw new KeydeskError('webhook-url-refused', { rule: 'exists' });
        const place = await newestEvent(transaction);
        await transaction.updateTable('webhook').set({ place }).where('id', '=', id).execute();
        await secrets.install(transaction, id, made, 0);
      });
      return { endpoint: await get(id), secret: made.secret };
    },

    change: async (tenant, { id, types, fields, enabled }) => {
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
        // What waited gets its three days again: the time that the webhook was off is not the receiver's.
        await transaction
          .updateTable('webhook_delivery')
          .set({ attempts: 0, first_at: null })
          .where('webhook_id', '=', id)
          .where('state', '=', 'waiting')
          .execute();
        await transaction
          .updateTable('webhook_delivery')
          .set({ next_at: clock() })
          .where('webhook_id', '=', id)
          .where('next_at', 'is not', null)
          .execute();
      });
      return get(id);
    },

    gone: async id => {
      const { numUpdatedRows } = await database
        .updateTable('webhook')
        .set({ state: 'gone' })
        .where('id', '=', id)
        .where('state', '=', 'active')
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    remove: async id => {
      const { numDeletedRows } = await database.deleteFrom('webhook').where('id', '=', id).executeTakeFirst();
      if (numDeletedRows === 0n) throw new KeydeskError('webhook-not-found', { id });
    },

    rotate: async id => {
      await get(id);
      const made = await secrets.make(id);
      await database.write(transaction => secrets.install(transaction, id, made, clock() + TWO_SECRETS));
      return made.secret;
    },

    claim: async ({ id, owner }) => {
      if (owner === instance.id) return true;
      if (owner !== null && instance.isAlive(owner)) return false;
      const { numUpdatedRows } = await database
        .updateTable('webhook')
        .set({ owner: instance.id })
        .where('id', '=', id)
        .where('owner', 'is', owner)
        .executeTakeFirst();
      return Number(numUpdatedRows) === 1;
    },

    release: async () => {
      await database.updateTable('webhook').set({ owner: null }).where('owner', '=', instance.id).execute();
    },
  };
}

/** One of no tenant may have the address of one that the tenant has already. */
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

function stateOf(state: Endpoint['state'], known: { signs: boolean; tenant: string | null }): Webhook['state'] {
  if (state === 'disabled' && known.tenant === null) return 'tenant-unknown';
  return state === 'active' && !known.signs ? 'secret-missing' : state;
}

function isOf(endpoint: Endpoint, tenant: string | null): boolean {
  return endpoint.tenant === null || endpoint.tenant === tenant;
}

function toEndpoint(row: Selectable<WebhookTable>): Endpoint {
  return {
    id: row.id,
    tenant: row.tenant,
    url: row.url,
    types: JSON.parse(row.types),
    fields: JSON.parse(row.fields),
    privateHost: row.private_host,
    state: row.state as Endpoint['state'],
    createdAt: row.created_at,
    owner: row.owner,
  };
}
