import { randomUUID } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type {
  Resend,
  Webhook,
  WebhookAdd,
  WebhookChange,
  WebhookSecret,
  WebhookTest,
} from '../../../contract/webhooks/schema.ts';
import type { Destination } from '../../services/network/destination.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import { guardOf, parseTarget } from './address.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Endpoint } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import { factsOf } from './entries.ts';
import type { Outbox } from './outbox.ts';
import type { Secrets } from './secrets.ts';
import type { WebhookScope, Webhooks } from './webhooks.ts';

interface WebhookContext {
  readonly scope: WebhookScope;
  readonly endpoints: Endpoints;
  readonly outbox: Outbox;
  readonly secrets: Secrets;
  readonly dispatcher: Dispatcher;
  readonly clock: () => number;
}

/** Returns the webhooks of one tenant. */
export function webhooksOf(context: WebhookContext): Webhooks {
  const { scope, endpoints, outbox, secrets, dispatcher } = context;
  const own = () => scope.tenant.id;
  return {
    list: async () => Promise.all((await endpoints.ofTenant(own())).map(endpoints.describe)),
    add: request => add(context, request),
    change: request => change(context, request),
    remove: id =>
      scope.activity.during('webhook-removed', async subject => {
        subject.facts = factsOf(await find(context, id));
        await endpoints.remove(id);
      }),
    rotate: id => rotate(context, id),
    giveSecret: async (id, secret) => {
      await find(context, id);
      await secrets.give(id, secret);
      return describe(context, id);
    },
    test: id => sendTest(context, id),
    deliveries: query => outbox.list(own(), query),
    resend: which => resend(context, which),
    deliver: dispatcher.drain,
    destinations: async () =>
      (await endpoints.ofTenant(own())).filter(({ state }) => state === 'active').map(destinationOf),
  };
}

function find({ scope, endpoints }: WebhookContext, id: string): Promise<Endpoint> {
  return endpoints.getOf(scope.tenant.id, id);
}

async function describe(context: WebhookContext, id: string): Promise<Webhook> {
  return context.endpoints.describe(await find(context, id));
}

function add({ scope, endpoints }: WebhookContext, request: WebhookAdd): Promise<WebhookSecret> {
  return scope.activity.during('webhook-added', async subject => {
    const { endpoint, secret } = await endpoints.add(idOf(scope.tenant), request);
    subject.facts = { ...factsOf(endpoint), types: endpoint.types.join(' '), fields: endpoint.fields.join(' ') };
    return { webhook: await endpoints.describe(endpoint), secret };
  });
}

function change(context: WebhookContext, request: WebhookChange): Promise<Webhook> {
  const { scope, endpoints } = context;
  return scope.activity.during('webhook-changed', async subject => {
    // Enabling a webhook without a tenant assigns it to the connected tenant.
    if ((await find(context, request.id)).tenant === null && request.enabled === true) idOf(scope.tenant);
    const endpoint = await endpoints.change(scope.tenant.id, request);
    const { types, fields, state } = endpoint;
    subject.facts = { ...factsOf(endpoint), types: types.join(' '), fields: fields.join(' '), state };
    return endpoints.describe(endpoint);
  });
}

function rotate(context: WebhookContext, id: string): Promise<WebhookSecret> {
  return context.scope.activity.during('webhook-secret-rotated', async subject => {
    subject.facts = factsOf(await find(context, id));
    const secret = await context.endpoints.rotate(id);
    return { webhook: await describe(context, id), secret };
  });
}

function sendTest(context: WebhookContext, id: string): Promise<WebhookTest> {
  const { scope, dispatcher, clock } = context;
  return scope.activity.during('webhook-tested', async subject => {
    const endpoint = await find(context, id);
    subject.facts = factsOf(endpoint);
    const began = performance.now();
    const event = {
      id: randomUUID(),
      type: 'webhook.test' as const,
      at: new Date(clock()).toISOString(),
      tenant: scope.tenant.id ?? '',
      user: null,
      data: {},
    };
    const { status } = await dispatcher.send(endpoint, event).catch(error => {
      throw ofTest(error);
    });
    return { status, ms: performance.now() - began };
  });
}

async function resend({ scope, outbox, clock }: WebhookContext, which: Resend): Promise<number> {
  const count = await outbox.resend(scope.tenant.id, which, clock());
  if (count === 0 && 'n' in which) throw new KeydeskError('webhook-delivery-not-found');
  if (count > 0) scope.activity.record({ kind: 'webhook-sent-again', facts: { ...which, count } });
  return count;
}

/** Marks an error as that of a test, which is sent once and changes nothing. */
function ofTest(error: unknown): unknown {
  if (!(error instanceof KeydeskError)) return error;
  return new KeydeskError(error.code, { ...error.params, test: true }, { cause: error.cause });
}

/** Returns the destination of a receiver. A receiver that this version's rules do not allow is shown as refused. */
function destinationOf({ url, privateHost }: Endpoint): Destination {
  try {
    return { purpose: 'webhook', url: new URL(url), guard: guardOf(parseTarget(url, privateHost).reach) };
  } catch (refused) {
    return { purpose: 'webhook', url: new URL(url), refused };
  }
}
