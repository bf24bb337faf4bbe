import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { migrate } from '../../../../src/main/base/store/migrate.ts';
import { migration as webhookTenants } from '../../../../src/main/features/webhooks/migrations/0025-webhook-tenants.ts';
import { publish } from '../../../../src/main/services/events/events.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';
import { openWebhookDesk, type WebhookDesk } from './desk.ts';
import { openReceiver, type Receiver, status } from './receiver.ts';

describe('webhooks of two tenants', () => {
  let desk: WebhookDesk;
  let [ofA, ofB]: Receiver[] = [];
  beforeEach(async () => {
    desk = openWebhookDesk();
    [ofA, ofB] = [await openReceiver(), await openReceiver()];
  });
  afterEach(async () => {
    await desk.close();
    await Promise.all([ofA?.close(), ofB?.close()]);
  });
  const inTenant = (id: string) => {
    const { log } = openTestActivity({ folder: desk.folder, store: desk.store, tenant: id });
    onTestFinished(log.close);
    return desk.service.of({ tenant: { id }, activity: log.of({ id, signedIn: () => null }) });
  };
  const happen = (tenant: string, id: string) =>
    desk.store.database.write(transaction =>
      publish(transaction, {
        type: 'passkey.registered',
        tenant,
        user: { id, userPrincipalName: `${id}@example.org` },
        data: {},
      }),
    );
  const users = (receiver: Receiver | undefined) => receiver?.messages.map(({ body }) => JSON.parse(body).data.userId);

  test('get the events of their own tenant only, whichever tenant is connected', async () => {
    const [a, b] = [desk.webhooks, inTenant('fabrikam')];
    await a.add({ url: ofA?.url ?? '' });
    await b.add({ url: ofB?.url ?? '' });
    await happen('contoso', 'mia');
    await happen('fabrikam', 'noah');
    await happen('contoso', 'lea');
    await a.deliver();
    expect([users(ofA), users(ofB)]).toEqual([['mia', 'lea'], ['noah']]);
  });

  test('are listed, changed and removed in their own tenant only, and one address may serve both', async () => {
    const [a, b] = [desk.webhooks, inTenant('fabrikam')];
    const url = ofA?.url ?? '';
    const { webhook } = await a.add({ url });
    await b.add({ url });
    expect((await a.list()).map(({ id }) => id)).toEqual([webhook.id]);
    const notFound = { code: 'webhook-not-found' };
    const { id } = webhook;
    await expect(b.change({ id, enabled: false })).rejects.toMatchObject(notFound);
    await expect(b.remove(id)).rejects.toMatchObject(notFound);
    await expect(b.rotate(id)).rejects.toMatchObject(notFound);
    await expect(b.test(id)).rejects.toMatchObject(notFound);
    await expect(b.giveSecret(id, 'whsec_x')).rejects.toMatchObject(notFound);
    expect(await a.list()).toMatchObject([{ id, state: 'active' }]);
    await expect(a.add({ url })).rejects.toMatchObject({ code: 'webhook-url-refused' });
  });

  test('have deliveries that another tenant neither sees nor sends again', async () => {
    const [a, b] = [desk.webhooks, inTenant('fabrikam')];
    const { webhook } = await a.add({ url: ofA?.url ?? '' });
    if (ofA) ofA.answer = status(410);
    await happen('contoso', 'mia');
    await a.deliver();
    const { deliveries } = await a.deliveries({ limit: 10 });
    expect(deliveries).toMatchObject([{ state: 'waiting', userId: 'mia' }]);
    expect((await b.deliveries({ limit: 10 })).deliveries).toEqual([]);
    await expect(b.resend({ n: deliveries[0]?.n ?? 0 })).rejects.toMatchObject({ code: 'webhook-delivery-not-found' });
    expect(await b.resend({ webhookId: webhook.id })).toBe(0);
    await desk.store.database.updateTable('webhook_delivery').set({ state: 'dead', next_at: null }).execute();
    expect(await b.resend({ webhookId: webhook.id })).toBe(0);
    expect(await a.resend({ webhookId: webhook.id })).toBe(1);
  });

  test('are recorded in their own tenant, also what a receiver answers while another one is connected', async () => {
    await inTenant('fabrikam').add({ url: ofB?.url ?? '' });
    if (ofB) ofB.answer = status(410);
    await happen('fabrikam', 'noah');
    await desk.webhooks.deliver();
    const { entries } = await desk.activity.list({ kinds: ['webhook-disabled'], limit: 10 });
    expect(entries.map(({ kind, tenant }) => [kind, tenant])).toEqual([['webhook-disabled', 'fabrikam']]);
  });
});

describe('webhooks of an earlier version', () => {
  /** A database as the version before had it, filled by the test, and migrated. */
  function migrated(fill: (add: (table: string, row: Record<string, string | number | null>) => void) => void) {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-webhooks-'));
    const database = new DatabaseSync(join(folder, 'keydesk.db'));
    onTestFinished(() => {
      database.close();
      rmSync(folder, { recursive: true });
    });
    migrate(database, 'keydesk.db', migrations.slice(0, migrations.indexOf(webhookTenants)));
    fill((table, row) => {
      const names = Object.keys(row);
      const places = names.map(() => '?').join(', ');
      database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(...Object.values(row));
    });
    migrate(database, 'keydesk.db', migrations);
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    return {
      webhooks: database.prepare('SELECT id, tenant, state FROM webhook ORDER BY id').all(),
      messages: database.prepare('SELECT n, webhook_id, state FROM webhook_delivery ORDER BY n').all(),
      secrets: database.prepare('SELECT webhook_id FROM webhook_secret ORDER BY webhook_id').all(),
      next: database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'webhook_delivery'").get()?.seq,
    };
  }
  const webhook = (id: string) => ({
    id,
    url: `https://${id}.example`,
    types: '[]',
    fields: '[]',
    state: 'active',
    created_at: '',
    place: 0,
  });
  const event = (seq: number, tenant: string) => ({
    seq,
    id: `event ${seq}`,
    type: 'passkey.registered',
    at: '',
    tenant,
    user_id: `user ${seq}`,
    user_principal_name: '',
    data: '{}',
  });
  const added = (seq: number, tenant: string | null, facts: string) => ({
    seq,
    at: '',
    kind: 'webhook-added',
    result: 'done',
    actor_kind: 'os-user',
    actor: '',
    tenant,
    correlation_id: '',
    request_ids: '[]',
    facts,
    previous_hash: '',
    hash: '',
  });

  test('belong to the tenant in which the log says that they were added', () => {
    const { webhooks, messages, secrets, next } = migrated(add => {
      for (const id of ['a', 'b', 'unknown']) {
        add('webhook', webhook(id));
        add('webhook_secret', { webhook_id: id, fingerprint: id });
      }
      add('activity', added(1, 'contoso', '{"webhookId":"a"}'));
      add('activity', added(2, 'fabrikam', '{"webhookId":"b"}'));
      add('activity', added(3, null, 'no JSON'));
      for (const [seq, tenant] of ['contoso', 'fabrikam'].entries()) add('event', event(seq + 1, tenant));
      const delivery = { user_id: '', queued_at: 0 };
      add('webhook_delivery', { n: 1, webhook_id: 'a', event_seq: 1, state: 'waiting', ...delivery });
      add('webhook_delivery', { n: 2, webhook_id: 'a', event_seq: 2, state: 'waiting', ...delivery });
      add('webhook_delivery', { n: 3, webhook_id: 'b', event_seq: 1, state: 'delivered', ...delivery });
      add('webhook_delivery', { n: 9, webhook_id: 'b', event_seq: 2, state: 'waiting', ...delivery });
    });
    expect(webhooks).toEqual([
      { id: 'a', tenant: 'contoso', state: 'active' },
      { id: 'b', tenant: 'fabrikam', state: 'active' },
      { id: 'unknown', tenant: null, state: 'disabled' },
    ]);
    // Of what still waited, a message about the other tenant is gone; what was delivered stays on record.
    expect(messages.map(({ n }) => n)).toEqual([1, 3, 9]);
    expect(secrets.map(({ webhook_id }) => webhook_id)).toEqual(['a', 'b', 'unknown']);
    expect(next).toBe(9);
  });

  test('belong to the only tenant that ever had events, where the log does not tell', () => {
    const { webhooks } = migrated(add => {
      add('webhook', webhook('a'));
      add('event', event(1, 'contoso'));
      add('event', event(2, 'contoso'));
    });
    expect(webhooks).toEqual([{ id: 'a', tenant: 'contoso', state: 'active' }]);
  });

  test('that belong to none become those of the tenant in which they are enabled', async () => {
    const desk = openWebhookDesk();
    onTestFinished(desk.close);
    const { webhook } = await desk.webhooks.add({ url: 'https://hook.example' });
    const { id } = webhook;
    await desk.store.database.updateTable('webhook').set({ tenant: null, state: 'disabled' }).execute();
    const other = desk.service.of({ tenant: { id: 'fabrikam' }, activity: desk.activity });
    const unknown = [{ id, state: 'tenant-unknown' }];
    expect([await desk.webhooks.list(), await other.list()]).toMatchObject([unknown, unknown]);
    const none = desk.service.of({ tenant: { id: null }, activity: desk.activity });
    await expect(none.change({ id, enabled: true })).rejects.toMatchObject({ code: 'not-connected' });
    await other.change({ id, enabled: true });
    expect([await desk.webhooks.list(), await other.list()]).toMatchObject([[], [{ id, state: 'active' }]]);
  });
});
