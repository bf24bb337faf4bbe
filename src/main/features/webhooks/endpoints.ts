import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Webhook, WebhookAdd, WebhookChange } from '../../../contract/webhooks/schema.ts';
import type { Database } from '../../base/store/transactions.ts';
import { addEndpoint, changeEndpoint } from './changeEndpoint.ts';
import { describeEndpoint } from './describeEndpoint.ts';
import { type Endpoint, readEndpoint, readEndpoints } from './endpoint.ts';
import type { Secrets } from './secrets.ts';

/** The receivers of all tenants, which administrators configure. */
export interface Endpoints {
  all(): Promise<Endpoint[]>;
  /** Returns a receiver by its id. @throws KeydeskError webhook-not-found */
  get(id: string): Promise<Endpoint>;
  /** Returns the receivers of a tenant, and the receivers without a tenant. */
  ofTenant(tenant: string | null): Promise<Endpoint[]>;
  /** Returns a receiver of a tenant. @throws KeydeskError webhook-not-found also for a receiver of another tenant */
  getOf(tenant: string | null, id: string): Promise<Endpoint>;
  /** Returns a receiver with the number of its deliveries by state, and whether its secret is known. */
  describe(endpoint: Endpoint): Promise<Webhook>;
  /** Adds a receiver, which gets the events from now on. @throws KeydeskError webhook-url-refused, webhook-address-refused */
  add(tenant: string, request: WebhookAdd): Promise<{ endpoint: Endpoint; secret: string }>;
  /**
   * Changes a receiver. Enabling it again sends the queued messages and the events from now on, not the events in between. Enabling a
   * receiver without a tenant assigns it to this tenant.
   */
  change(tenant: string | null, request: WebhookChange): Promise<Endpoint>;
  /** Marks a receiver that answered with 410 Gone. Returns false if it was marked already. */
  gone(id: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  rotate(id: string): Promise<string>;
}

export interface EndpointParts {
  database: Database;
  secrets: Secrets;
  clock: () => number;
}

/** How long messages are also signed with the previous secret, in ms. */
const TWO_SECRETS = 24 * 3600_000;

export function createEndpoints({ database, secrets, clock }: EndpointParts): Endpoints {
  const get = (id: string) => readEndpoint(database, id);
  const all = () => readEndpoints(database);
  return {
    all,
    get,
    ofTenant: async tenant => (await all()).filter(endpoint => isOf(endpoint, tenant)),
    getOf: async (tenant, id) => {
      const endpoint = await get(id);
      if (!isOf(endpoint, tenant)) throw new KeydeskError('webhook-not-found', { id });
      return endpoint;
    },
    describe: endpoint => describeEndpoint(database, secrets, endpoint, clock()),
    add: (tenant, request) => addEndpoint({ database, secrets }, tenant, request, clock()),
    change: (tenant, request) => changeEndpoint(database, tenant, request, clock()),
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
  };
}

function isOf(endpoint: Endpoint, tenant: string | null): boolean {
  return endpoint.tenant === null || endpoint.tenant === tenant;
}
