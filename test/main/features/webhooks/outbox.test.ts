import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventType } from '../../../../src/contract/webhooks/events.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { createEndpoints, type Endpoints } from '../../../../src/main/features/webhooks/endpoints.ts';
import { createOutbox, type Outbox } from '../../../../src/main/features/webhooks/outbox.ts';
import type { DueDelivery } from '../../../../src/main/features/webhooks/outboxFill.ts';
import { createWebhookSecrets } from '../../../../src/main/features/webhooks/secrets.ts';
import { createSenders, type Senders } from '../../../../src/main/features/webhooks/senders.ts';
import { publish } from '../../../../src/main/services/events/events.ts';
import { noDeskKeys } from '../../services/deskKeys/noDeskKeys.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const failure = { code: 'webhook-timeout', params: { host: 'hooks.example', seconds: 15 } } as const;

let folder: string;
let store: Store;
let outbox: Outbox;
let endpoints: Endpoints;
let hook: string;
let senders: Senders;

const add = async (path = '/', tenant = 'contoso', types: EventType[] | undefined = undefined) =>
  (await endpoints.add(tenant, { url: `https://hooks.example${path}`, ...(types && { types }) })).endpoint.id;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-outbox-'));
  store = openRecord(folder);
  const { database } = store;
  const secrets = createWebhookSecrets({ database, sealer: null, deskKeys: noDeskKeys, log: () => undefined }, []);
  endpoints = createEndpoints({ database, secrets, clock: () => NOW });
  senders = createSenders(database, { id: 'here', isPresent: () => true, mayLead: () => 0 });
  outbox = createOutbox(database);
  hook = await add();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Something happens to each of these users. */
const happen = (users: string[], { tenant = 'contoso', type = 'passkey.registered' as EventType } = {}) =>
  store.database.write(async transaction => {
    for (const id of users) {
      const user = { id, userPrincipalName: `${id}@contoso.example` };
      await publish(transaction, { type, tenant, user, data: { model: 'Key' } as never });
    }
  });
const due = (now = NOW, limit = 100, id = hook) => outbox.due(id, now, limit);
const usersOf = (deliveries: readonly DueDelivery[]) => deliveries.map(({ event }) => event.user?.id);
const list = async (query: object = {}) => (await outbox.list('contoso', { limit: 100, ...query })).deliveries;
const first = async (now = NOW) => {
  const [delivery] = await due(now);
  if (delivery === undefined) throw new Error('nothing is due');
  return delivery;
};
/** A delivery of the hook, sent by this Keydesk. */
const sent = async (n: number) => {
  const sender = await senders.claim(await endpoints.get(hook));
  if (sender === undefined) throw new Error('another one sends');
  return { n, sender };
};
/** Gives up what is due first. */
const giveUp = async (now = NOW) => {
  const { n } = await first(now);
  await outbox.failed(await sent(n), failure, now, undefined);
  return n;
};

describe('an outbox', () => {
  test('takes what happened to its tenant’s users once, and only of the chosen types', async () => {
    const chosen = await add('/chosen', 'contoso', ['passkey.failed']);
    await happen(['ann', 'bob']);
    await happen(['cid'], { type: 'passkey.failed' });
    await happen(['eve'], { tenant: 'fabrikam' });
    for (const id of [hook, chosen])
      expect([await outbox.fill(id, NOW), await outbox.fill(id, NOW)]).toEqual([true, false]);
    expect(usersOf(await due())).toEqual(['ann', 'bob', 'cid']);
    expect(usersOf(await due(NOW, 100, chosen))).toEqual(['cid']);
    expect((await first()).event).toEqual({
      id: expect.any(String),
      type: 'passkey.registered',
      at: expect.any(String),
      tenant: 'contoso',
      user: { id: 'ann', userPrincipalName: 'ann@contoso.example' },
      data: { model: 'Key' },
    });
  });

  test('takes nothing for a webhook that is off or was removed, and nothing where nothing ever happened', async () => {
    expect(await outbox.fill(hook, NOW)).toBe(false);
    await happen(['ann']);
    await endpoints.change('contoso', { id: hook, enabled: false });
    expect([await outbox.fill(hook, NOW), await outbox.fill('none', NOW)]).toEqual([false, false]);
    expect(await list()).toEqual([]);
  });

  test('takes five hundred events in one transaction', async () => {
    await happen(Array.from({ length: 501 }, (_, n) => `user${n}`));
    expect(await outbox.fill(hook, NOW)).toBe(true);
    expect(await due(NOW, 1000)).toHaveLength(500);
    expect(await outbox.fill(hook, NOW)).toBe(true);
    expect(await due(NOW, 1000)).toHaveLength(501);
    expect(await outbox.fill(hook, NOW)).toBe(false);
  });

  test('has the oldest of each user due, also where the next ones come later', async () => {
    await happen(['ann', 'bob', 'ann']);
    await outbox.fill(hook, NOW);
    await happen(['bob', 'cid']);
    await outbox.fill(hook, NOW);
    expect(usersOf(await due())).toEqual(['ann', 'bob', 'cid']);
    expect(usersOf(await due(NOW, 2))).toEqual(['ann', 'bob']);
    expect(await due(NOW - 1)).toEqual([]);
  });

  test('never has due what is of another tenant than its receiver', async () => {
    await happen(['eve'], { tenant: 'fabrikam' });
    const { seq } = await store.database.selectFrom('event').select('seq').executeTakeFirstOrThrow();
    await store.database
      .insertInto('webhook_delivery')
      .values({ webhook_id: hook, event_seq: seq, user_id: 'eve', queued_at: NOW, next_at: NOW })
      .execute();
    expect(await due()).toEqual([]);
  });
});

describe('a delivery', () => {
  beforeEach(async () => {
    await happen(['ann', 'ann', 'bob']);
    await outbox.fill(hook, NOW);
  });

  test('that arrived lets the next one of its user follow, and is written once', async () => {
    const { n } = await first();
    expect(await outbox.delivered(await sent(n), NOW + 1)).toBe(true);
    expect(await outbox.delivered(await sent(n), NOW + 2)).toBe(false);
    expect(await outbox.failed(await sent(n), failure, NOW + 2, NOW + 3)).toBe(false);
    expect(usersOf(await due())).toEqual(['bob']);
    expect(usersOf(await due(NOW + 1))).toEqual(['bob', 'ann']);
    expect((await list()).find(each => each.n === n)).toMatchObject({
      ...{ state: 'delivered', attempts: 1, failure: null, nextAt: null },
      doneAt: new Date(NOW + 1).toISOString(),
    });
  });

  test('that failed waits for its time, and so does the next one of its user', async () => {
    const { n } = await first();
    expect(await outbox.failed(await sent(n), failure, NOW + 1, NOW + 50)).toBe(true);
    expect(usersOf(await due(NOW + 49))).toEqual(['bob']);
    expect(await due(NOW + 50)).toMatchObject([{}, { n, attempts: 1, firstAt: NOW + 1 }]);
    await outbox.failed(await sent(n), failure, NOW + 60, NOW + 70);
    expect(await due(NOW + 70)).toMatchObject([{}, { n, attempts: 2, firstAt: NOW + 1 }]);
    expect((await list()).find(each => each.n === n)).toMatchObject({
      ...{ state: 'waiting', attempts: 2, failure, doneAt: null },
      nextAt: new Date(NOW + 70).toISOString(),
    });
    // What arrives in the end has no failure.
    await outbox.delivered(await sent(n), NOW + 71);
    expect((await list()).find(each => each.n === n)).toMatchObject({ failure: null, attempts: 3 });
  });

  test('that is given up lets the next one of its user follow', async () => {
    const n = await giveUp();
    expect(usersOf(await due())).toEqual(['ann', 'bob']);
    expect(await list({ state: 'dead' })).toMatchObject([
      { n, attempts: 1, failure, nextAt: null, doneAt: new Date(NOW).toISOString() },
    ]);
  });

  test('that fails after an older one of its user was put back waits for that one', async () => {
    const older = await giveUp();
    const { n } = await first();
    expect(await outbox.resend('contoso', { n: older }, NOW + 1)).toBe(1);
    await outbox.failed(await sent(n), failure, NOW + 2, NOW + 3);
    expect((await due(NOW + 3)).map(each => each.n)).toEqual([expect.any(Number), older]);
    await outbox.delivered(await sent(older), NOW + 4);
    expect((await due(NOW + 4)).map(each => each.n)).toContain(n);
  });
});

describe('what was given up', () => {
  beforeEach(async () => {
    await happen(['ann', 'bob', 'bob']);
    await outbox.fill(hook, NOW);
  });

  test('is put back by its number, as if it had never been tried', async () => {
    const n = await giveUp();
    expect(await outbox.resend('contoso', { n: n + 1 }, NOW)).toBe(0);
    expect(await outbox.resend('contoso', { n }, NOW + 5)).toBe(1);
    expect(await outbox.resend('contoso', { n }, NOW + 5)).toBe(0);
    expect((await due(NOW + 5)).find(each => each.n === n)).toMatchObject({ attempts: 0, firstAt: null });
    expect((await list()).find(each => each.n === n)).toMatchObject({ state: 'waiting', doneAt: null });
    expect((await due()).map(each => each.n)).not.toContain(n);
  });

  test('is put back by its receiver: all of it, and nothing of another one', async () => {
    const other = await add('/other');
    await happen(['dan']);
    await outbox.fill(other, NOW);
    const [delivery] = await due(NOW, 1, other);
    await outbox.failed(await sent(delivery?.n ?? 0), failure, NOW, undefined);
    await giveUp();
    await giveUp();
    expect(await outbox.resend('contoso', { webhookId: hook }, NOW)).toBe(2);
    expect(await list({ state: 'dead' })).toMatchObject([{ webhookId: other }]);
    // The later one of bob, which had the time meanwhile, waits for the earlier one again.
    expect((await due()).map(({ n }) => n)).toEqual(
      (await list({ webhookId: hook }))
        .map(({ n }) => n)
        .toReversed()
        .slice(0, 2),
    );
  });

  test('is put back in its own tenant only', async () => {
    const n = await giveUp();
    for (const tenant of ['fabrikam', null]) {
      expect(await outbox.resend(tenant, { n }, NOW)).toBe(0);
      expect(await outbox.resend(tenant, { webhookId: hook }, NOW)).toBe(0);
    }
  });
});

describe('a list of deliveries', () => {
  test('comes in pages, the newest first, of a receiver and a state', async () => {
    await happen(['ann', 'bob', 'cid']);
    await outbox.fill(hook, NOW);
    const other = await add('/other');
    await happen(['dan']);
    await outbox.fill(other, NOW + 1);
    await giveUp();
    const users = (deliveries: readonly { userId: string }[]) => deliveries.map(({ userId }) => userId);
    expect(users(await list())).toEqual(['dan', 'cid', 'bob', 'ann']);
    expect(users(await list({ webhookId: hook }))).toEqual(['cid', 'bob', 'ann']);
    expect(users(await list({ state: 'dead' }))).toEqual(['ann']);
    const page = await outbox.list('contoso', { limit: 2 });
    expect([users(page.deliveries), page.next]).toEqual([['dan', 'cid'], page.deliveries[1]?.n]);
    const rest = await outbox.list('contoso', { limit: 2, before: page.next });
    expect([users(rest.deliveries), 'next' in rest]).toEqual([['bob', 'ann'], false]);
    expect(page.deliveries[0]).toEqual({
      ...{ n: expect.any(Number), webhookId: other, url: 'https://hooks.example/other', eventId: expect.any(String) },
      ...{ type: 'passkey.registered', userId: 'dan', userPrincipalName: 'dan@contoso.example', state: 'waiting' },
      ...{ attempts: 0, queuedAt: new Date(NOW + 1).toISOString(), nextAt: new Date(NOW + 1).toISOString() },
      ...{ doneAt: null, failure: null },
    });
  });

  test('is of one tenant, and of receivers of none', async () => {
    await happen(['ann']);
    await outbox.fill(hook, NOW);
    const count = async (tenant: string | null) => (await outbox.list(tenant, { limit: 9 })).deliveries.length;
    expect([await count('contoso'), await count('fabrikam'), await count(null)]).toEqual([1, 0, 0]);
    await store.database.updateTable('webhook').set({ tenant: null }).execute();
    expect([await count('contoso'), await count('fabrikam'), await count(null)]).toEqual([1, 1, 1]);
  });
});

describe('a delivery that was put off while the clock was ahead', () => {
  const YEAR = 365 * 24 * 3600_000;

  test('is due, with all behind it, and counts its first attempt anew', async () => {
    await happen(['ann', 'ann']);
    await outbox.fill(hook, NOW);
    const { n } = await first();
    await outbox.failed(await sent(n), failure, NOW + YEAR, NOW + YEAR + 5000);
    expect(await due()).toEqual([]);
    await outbox.recall(hook, NOW);
    expect(await due()).toMatchObject([{ n, attempts: 1, firstAt: null }]);
    await outbox.delivered(await sent(n), NOW);
    expect(await due()).toHaveLength(1);
  });

  test('is told from one that waits as long as a receiver may ask', async () => {
    await happen(['ann']);
    await outbox.fill(hook, NOW);
    const { n } = await first();
    await outbox.failed(await sent(n), failure, NOW, NOW + 8.4 * 3600_000);
    await outbox.recall(hook, NOW);
    expect(await due()).toEqual([]);
  });
});
