import { randomUUID } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type {
  DeliveryPage,
  DeliveryQuery,
  Resend,
  Webhook,
  WebhookAdd,
  WebhookChange,
  WebhookSecret,
  WebhookTest,
} from '../../../contract/webhooks/schema.ts';
import type { Sealer } from '../../base/sealer.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { Destination } from '../../services/network/destination.ts';
import type { Network } from '../../services/network/network.ts';
import { type BoundTenant, idOf } from '../../services/tenant/boundTenant.ts';
import { guardOf, hostOf, parseTarget } from './address.ts';
import { type BackOff, backOff } from './backOff.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import type { Endpoint } from './endpoint.ts';
import { createEndpoints, type Endpoints } from './endpoints.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createPoster, type PosterOptions } from './post.ts';
import { openSecrets, type Secrets } from './secrets.ts';

/** Tells an organization's systems of the events of one tenant, in signed messages. */
export interface Webhooks {
  list(): Promise<Webhook[]>;
  /** @throws KeydeskError webhook-url-refused, webhook-address-refused */
  add(request: WebhookAdd): Promise<WebhookSecret>;
  change(request: WebhookChange): Promise<Webhook>;
  remove(id: string): Promise<void>;
  rotate(id: string): Promise<WebhookSecret>;
  /** @throws KeydeskError webhook-secret-wrong */
  giveSecret(id: string, secret: string): Promise<Webhook>;
  /** Sends a message without an event once, and changes nothing. @throws KeydeskError webhook-…, with the param `test` */
  test(id: string): Promise<WebhookTest>;
  deliveries(query: DeliveryQuery): Promise<DeliveryPage>;
  /** @throws KeydeskError webhook-delivery-not-found */
  resend(which: Resend): Promise<number>;
  /** Sends what is due, of all tenants. */
  deliver(): Promise<void>;
  /** The hosts of those that are active. */
  destinations(): Promise<Destination[]>;
}

/** The webhooks of all tenants in a data folder. Each gets the events of its own tenant, whichever one is connected. */
export interface WebhookService {
  /** Those of one tenant. */
  of(desk: WebhookDesk): Webhooks;
  close(): Promise<void>;
}

/** One tenant, and where what is done with its webhooks is recorded. */
export interface WebhookDesk {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'during' | 'record'>;
}

export interface WebhookParts {
  store: Store;
  instance: Instance;
  sealer: Sealer | null;
  /** What a Keydesk without a sealer was given at its start. */
  knownSecrets: readonly string[];
  /** Binds where a receiver's answer is recorded. */
  bind: () => Pick<Activity, 'record'>;
  log: (message: string) => void;
  /** For tests and the bench: how long is waited for what. */
  backOff?: BackOff;
  poster?: PosterOptions;
  clock?: () => number;
  /** The way to receivers. Default: by the environment of this process. */
  network?: Network;
}

export function openWebhooks(parts: WebhookParts): WebhookService {
  const { store, log, clock = Date.now } = parts;
  const { database } = store;
  const secrets = openSecrets(database, parts.sealer, parts.knownSecrets, log);
  const endpoints = createEndpoints({ database, secrets, instance: parts.instance, clock });
  const outbox = createOutbox(database);
  const dispatcher = createDispatcher({
    endpoints,
    outbox,
    secrets,
    poster: createPoster({ ...(parts.network && { network: parts.network }), ...parts.poster }),
    backOff: parts.backOff ?? backOff,
    clock,
    log,
    onGone: endpoint =>
      parts.bind().record({ kind: 'webhook-disabled', ...tenantOf(endpoint), facts: factsOf(endpoint) }),
    onGivenUp: (endpoint, { event }, error) =>
      parts.bind().record({
        kind: 'webhook-given-up',
        result: 'failed',
        ...tenantOf(endpoint),
        cause: toFailure(error),
        ...(event.user === null ? {} : { user: event.user }),
        facts: { ...factsOf(endpoint), eventType: event.type, eventId: event.id },
      }),
  });
  dispatcher.start();

  return {
    of: desk => webhooksOf({ desk, endpoints, outbox, secrets, dispatcher, clock }),
    close: dispatcher.close,
  };
}

interface TenantParts {
  readonly desk: WebhookDesk;
  readonly endpoints: Endpoints;
  readonly outbox: Outbox;
  readonly secrets: Secrets;
  readonly dispatcher: Dispatcher;
  readonly clock: () => number;
}

function webhooksOf({ desk, endpoints, outbox, secrets, dispatcher, clock }: TenantParts): Webhooks {
  const { tenant, activity } = desk;
  const own = () => tenant.id;
  const get = (id: string) => endpoints.getOf(own(), id);
  const describe = async (id: string) => endpoints.describe(await get(id));

  return {
    list: async () => Promise.all((await endpoints.ofTenant(own())).map(endpoints.describe)),
    add: request =>
      activity.during('webhook-added', async subject => {
        const { endpoint, secret } = await endpoints.add(idOf(tenant), request);
        subject.facts = { ...factsOf(endpoint), types: endpoint.types.join(' '), fields: endpoint.fields.join(' ') };
        return { webhook: await endpoints.describe(endpoint), secret };
      }),
    change: request =>
      activity.during('webhook-changed', async subject => {
        // One of no tenant becomes the connected tenant's.
        if ((await get(request.id)).tenant === null && request.enabled === true) idOf(tenant);
        const endpoint = await endpoints.change(own(), request);
        const { types, fields, state } = endpoint;
        subject.facts = { ...factsOf(endpoint), types: types.join(' '), fields: fields.join(' '), state };
        return endpoints.describe(endpoint);
      }),
    remove: id =>
      activity.during('webhook-removed', async subject => {
        subject.facts = factsOf(await get(id));
        await endpoints.remove(id);
      }),
    rotate: id =>
      activity.during('webhook-secret-rotated', async subject => {
        subject.facts = factsOf(await get(id));
        const secret = await endpoints.rotate(id);
        return { webhook: await describe(id), secret };
      }),
    giveSecret: async (id, secret) => {
      await get(id);
      await secrets.give(id, secret);
      return describe(id);
    },
    test: id =>
      activity.during('webhook-tested', async subject => {
        const endpoint = await get(id);
        subject.facts = factsOf(endpoint);
        const began = performance.now();
        const event = {
          id: randomUUID(),
          type: 'webhook.test' as const,
          at: new Date(clock()).toISOString(),
          tenant: own() ?? '',
          user: null,
          data: {},
        };
        const { status } = await dispatcher.send(endpoint, event).catch(error => {
          throw ofTest(error);
        });
        return { status, ms: performance.now() - began };
      }),
    deliveries: query => outbox.list(own(), query),
    resend: async which => {
      const count = await outbox.resend(own(), which, clock());
      if (count === 0 && 'n' in which) throw new KeydeskError('webhook-delivery-not-found');
      if (count > 0) activity.record({ kind: 'webhook-sent-again', facts: { ...which, count } });
      return count;
    },
    deliver: dispatcher.drain,
    destinations: async () =>
      (await endpoints.ofTenant(own())).filter(({ state }) => state === 'active').map(destinationOf),
  };
}

/** A test is sent once and changes nothing, and its error says so. */
function ofTest(error: unknown): unknown {
  if (!(error instanceof KeydeskError)) return error;
  return new KeydeskError(error.code, { ...error.params, test: true }, { cause: error.cause });
}

/** A receiver that was set by other rules than those of this version is shown as refused. */
function destinationOf({ url, privateHost }: Endpoint): Destination {
  try {
    return { purpose: 'webhook', url: new URL(url), guard: guardOf(parseTarget(url, privateHost).reach) };
  } catch (refused) {
    return { purpose: 'webhook', url: new URL(url), refused };
  }
}

/** What a receiver is sent, and how it answers, belongs to its own tenant. */
function tenantOf({ tenant }: Endpoint): { tenant?: string } {
  return tenant === null ? {} : { tenant };
}

/** SECURITY: of the address only the host; the path of a webhook often is a secret itself. */
function factsOf({ id, url }: Endpoint): { webhookId: string; host: string } {
  return { webhookId: id, host: hostOf(new URL(url)) };
}
