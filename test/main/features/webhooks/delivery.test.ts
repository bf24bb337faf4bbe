import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Failure, toFailure } from '../../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import type { WebhookAdd } from '../../../../src/contract/webhooks/schema.ts';
import { openWebhookDesk, testSealer, type WebhookDesk } from './desk.ts';
import { openReceiver, type Received, type Receiver, status } from './receiver.ts';

const HOUR = 3600_000;
let desk: WebhookDesk;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
  desk = openWebhookDesk();
});
afterEach(async () => {
  await desk.close();
  await receiver.close();
});

const add = (request: Partial<WebhookAdd> = {}) => desk.webhooks.add({ url: receiver.url, ...request });
const users = () => receiver.messages.map(({ body }) => JSON.parse(body).data.userId);
const ids = () => receiver.messages.map(({ headers }) => headers['webhook-id']);
const deliveries = async () => (await desk.webhooks.deliveries({ limit: 500 })).deliveries;

describe('what happened', () => {
  test('arrives once, signed, and only what happens after the webhook was added', async () => {
    await desk.happen(1);
    const { secret } = await add();
    await desk.happen(2);
    await desk.webhooks.deliver();
    await desk.webhooks.deliver();
    expect(users()).toEqual(['user-2']);
    const [{ headers, body }] = receiver.messages as [(typeof receiver.messages)[0]];
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'passkey.registered',
      id: headers['webhook-id'],
    });
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1, userId: 'user-2', failure: null }]);
  });

  test('goes out by itself', async () => {
    await add();
    await desk.happen(1);
    await expect.poll(users, { timeout: 5000 }).toEqual(['user-1']);
  });

  test('is not sent again at each look while it cannot be written that it was', async () => {
    await add();
    const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 2000 });
    raw.exec(`CREATE TRIGGER full BEFORE UPDATE ON webhook_delivery WHEN NEW.state = 'delivered'
      BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    await desk.happen(1);
    for (let look = 0; look < 3; look++) await desk.webhooks.deliver();
    expect(users()).toEqual(['user-1']);
    raw.exec('DROP TRIGGER full');
    raw.close();
    await desk.webhooks.deliver();
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(users()).toEqual(['user-1']);
  });

  test('is only of the types that were chosen', async () => {
    await add({ types: ['passkey.failed'] });
    await desk.happen(1, 'passkey.registered');
    await desk.happen(2, 'passkey.failed');
    await desk.webhooks.deliver();
    expect(users()).toEqual(['user-2']);
  });

  test('keeps the order of each user, and no user waits for another', async () => {
    await add();
    let broken = true;
    receiver.answer = (message, response) => {
      const { data } = JSON.parse(message.body);
      response.writeHead(broken && data.userId === 'user-1' ? 500 : 200).end();
    };
    for (const n of [1, 2, 1, 2, 1]) await desk.happen(n, n === 1 ? 'passkey.assigned' : 'passkey.failed');
    await desk.webhooks.deliver();
    expect(users().sort()).toEqual(['user-1', 'user-2', 'user-2']);
    broken = false;
    desk.pass(6000);
    await desk.webhooks.deliver();
    const order = (await deliveries()).filter(({ userId }) => userId === 'user-1').map(({ eventId }) => eventId);
    expect(ids().slice(3)).toEqual(order.reverse());
  });
});

describe('a receiver that fails', () => {
  test('is tried again later and later, for three days, then the event is a dead letter that can be sent again', async () => {
    const { webhook } = await add();
    receiver.answer = status(500);
    await desk.happen(1);
    await desk.happen(1);
    await desk.webhooks.deliver();
    expect(receiver.messages).toHaveLength(1);
    desk.pass(4000);
    await desk.webhooks.deliver();
    expect(receiver.messages).toHaveLength(1);
    let hours = 0;
    for (; hours < 200 && (await deliveries()).some(({ state }) => state === 'waiting'); hours += 4) {
      await desk.webhooks.deliver();
      desk.pass(4 * HOUR);
    }
    // The second event of the user has its own three days, from its own first attempt.
    expect(hours).toBeGreaterThanOrEqual(140);
    expect(hours).toBeLessThanOrEqual(160);
    const dead = await deliveries();
    expect(dead.map(({ state }) => state)).toEqual(['dead', 'dead']);
    expect(dead[0]?.failure).toMatchObject({ code: 'webhook-refused', params: { status: 500, host: '127.0.0.1' } });
    expect(dead[0]?.attempts).toBeGreaterThan(10);
    expect(await desk.webhooks.list()).toMatchObject([{ dead: 2, waiting: 0 }]);

    receiver.messages.length = 0;
    receiver.answer = status(200);
    expect(await desk.webhooks.resend({ webhookId: webhook.id })).toBe(2);
    await desk.webhooks.deliver();
    expect(ids()).toEqual(dead.map(({ eventId }) => eventId).reverse());
    await expect(desk.webhooks.resend({ n: dead[0]?.n ?? 0 })).rejects.toMatchObject({
      code: 'webhook-delivery-not-found',
    });
    const kinds = (await desk.activity.list({ limit: 50 })).entries.map(({ kind }) => kind);
    expect(kinds).toEqual(['webhook-sent-again', 'webhook-given-up', 'webhook-given-up', 'webhook-added']);
  });

  test('is tried again after a sleep of the computer that was longer than its three days', async () => {
    await add();
    receiver.answer = status(500);
    await desk.happen(1);
    await desk.webhooks.deliver();
    // Nothing was tried from Friday to Tuesday.
    desk.pass(90 * HOUR);
    await desk.webhooks.deliver();
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 2 }]);
    receiver.answer = status(200);
    desk.pass(60_000);
    await desk.webhooks.deliver();
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  test('says when to come back', async () => {
    await add();
    receiver.answer = status(503, { 'retry-after': '3600' });
    await desk.happen(1);
    await desk.webhooks.deliver();
    desk.pass(HOUR - 60_000);
    await desk.webhooks.deliver();
    expect(receiver.messages).toHaveLength(1);
    desk.pass(120_000);
    await desk.webhooks.deliver();
    expect(receiver.messages).toHaveLength(2);
  });

  test('is switched off by 410, keeps what waits, and goes on from then when it is switched on again', async () => {
    const { webhook } = await add();
    receiver.answer = status(410);
    await desk.happen(1);
    await desk.happen(1);
    await desk.webhooks.deliver();
    expect(receiver.messages).toHaveLength(1);
    expect(await desk.webhooks.list()).toMatchObject([{ state: 'gone', dead: 0, waiting: 2 }]);
    await desk.happen(2);
    receiver.answer = status(200);
    await desk.webhooks.change({ id: webhook.id, enabled: true });
    await desk.happen(3);
    await desk.webhooks.deliver();
    expect(users().toSorted()).toEqual(['user-1', 'user-1', 'user-1', 'user-3']);
  });

  test('that says 410 to many messages at once loses none of them, and is one entry in the log', async () => {
    const { webhook } = await add();
    receiver.answer = status(410);
    for (let n = 1; n <= 12; n++) await desk.happen(n);
    await desk.webhooks.deliver();
    expect(await desk.webhooks.list()).toMatchObject([{ state: 'gone', dead: 0, waiting: 12 }]);
    const kinds = (await desk.activity.list({ limit: 50 })).entries.map(({ kind }) => kind);
    expect(kinds).toEqual(['webhook-disabled', 'webhook-added']);
    // However long it was off, what waited has its three days from when it is on again.
    desk.pass(30 * 24 * HOUR);
    receiver.answer = status(500);
    await desk.webhooks.change({ id: webhook.id, enabled: true });
    await desk.webhooks.deliver();
    expect(await desk.webhooks.list()).toMatchObject([{ state: 'active', dead: 0, waiting: 12 }]);
    receiver.messages.length = 0;
    receiver.answer = status(200);
    desk.pass(HOUR);
    await desk.webhooks.deliver();
    expect(new Set(users()).size).toBe(12);
  });

  test('gets what is sent again at once, before a later message of the same user that waits', async () => {
    await add();
    let broken = true;
    receiver.answer = (_message, response) => void response.writeHead(broken ? 500 : 200).end();
    await desk.happen(1);
    for (let hours = 0; hours < 200 && (await deliveries()).every(({ state }) => state !== 'dead'); hours += 4) {
      await desk.webhooks.deliver();
      desk.pass(4 * HOUR);
    }
    await desk.happen(1);
    // The later one waits for hours after some attempts.
    for (let i = 0; i < 6; i++) {
      await desk.webhooks.deliver();
      desk.pass(HOUR);
    }
    const [later, first] = await deliveries();
    expect([later?.state, first?.state]).toEqual(['waiting', 'dead']);
    receiver.messages.length = 0;
    broken = false;
    await desk.webhooks.resend({ n: first?.n ?? 0 });
    await desk.webhooks.deliver();
    expect(ids()).toEqual([first?.eventId, later?.eventId]);
  });
});

describe('a test', () => {
  test('that gets 410 leaves the webhook on, and says what an event would do', async () => {
    const { webhook } = await add();
    receiver.answer = status(410);
    const error = await desk.webhooks.test(webhook.id).catch(toFailure);
    expect(error).toMatchObject({ code: 'webhook-gone', params: { status: 410 } });
    const { message } = wordsFor(error as Failure);
    expect(message).toContain('did not change the webhook');
    expect(message).not.toContain('was disabled');
    expect(await desk.webhooks.list()).toMatchObject([{ state: 'active' }]);
    await desk.happen(1);
    await desk.webhooks.deliver();
    expect(await desk.webhooks.list()).toMatchObject([{ state: 'gone' }]);
    const { deliveries } = await desk.webhooks.deliveries({ limit: 1 });
    expect(wordsFor(deliveries[0]?.failure as Failure).message).toContain('was disabled');
  });

  test.each([
    ['refuses', status(500)],
    ['cuts the connection', (_message: Received, response: ServerResponse) => response.destroy()],
  ])('that the receiver %s is not sent again, and says so', async (_, answer) => {
    const { webhook } = await add();
    receiver.answer = answer;
    const error = await desk.webhooks.test(webhook.id).catch(toFailure);
    expect(wordsFor(error as Failure).next).toMatch(/only once/);
    desk.pass(24 * HOUR);
    await desk.webhooks.deliver();
    expect(receiver.messages).toHaveLength(1);
  });
});

describe('the secret', () => {
  test('has a day of two when it is rotated, and never more than two', async () => {
    const { webhook, secret } = await add();
    const second = await desk.webhooks.rotate(webhook.id);
    expect(second.secret).not.toBe(secret);
    expect(second.webhook.previousSecretUntil).not.toBeNull();
    const fits = async (...secrets: string[]) => {
      receiver.messages.length = 0;
      await desk.webhooks.test(webhook.id);
      const [{ headers, body }] = receiver.messages as [(typeof receiver.messages)[0]];
      return secrets.map(one => {
        try {
          return new Webhook(one).verify(body, headers) !== undefined;
        } catch {
          return false;
        }
      });
    };
    expect(await fits(secret, second.secret)).toEqual([true, true]);
    const third = await desk.webhooks.rotate(webhook.id);
    expect(await fits(secret, second.secret, third.secret)).toEqual([false, true, true]);
    desk.pass(25 * HOUR);
    expect(await fits(second.secret, third.secret)).toEqual([false, true]);
  });

  test('is in memory only where nothing can seal it; events wait until it is entered again', async () => {
    const { webhook, secret } = await add();
    await desk.happen(1);
    await desk.end();
    const { folder } = desk;
    desk = openWebhookDesk({ folder });
    expect(await desk.webhooks.list()).toMatchObject([{ state: 'secret-missing' }]);
    await desk.webhooks.deliver();
    await expect(desk.webhooks.test(webhook.id)).rejects.toMatchObject({ code: 'webhook-secret-missing' });
    expect(receiver.messages).toHaveLength(0);
    await expect(desk.webhooks.giveSecret(webhook.id, 'whsec_d3Jvbmc=')).rejects.toMatchObject({
      code: 'webhook-secret-wrong',
    });
    expect(await desk.webhooks.giveSecret(webhook.id, secret)).toMatchObject({ state: 'active', waiting: 1 });
    await desk.webhooks.deliver();
    expect(users()).toEqual(['user-1']);
  });

  test('is sealed where the shell can, and nowhere in the folder in the clear', async () => {
    await desk.close();
    desk = openWebhookDesk({ sealer: testSealer });
    const { secret } = await add();
    await desk.happen(1);
    await desk.end();
    for (const file of readdirSync(desk.folder).filter(name => name.includes('.db'))) {
      expect(readFileSync(join(desk.folder, file)).includes(secret.slice(6))).toBe(false);
    }
    desk = openWebhookDesk({ folder: desk.folder, sealer: testSealer });
    await desk.webhooks.deliver();
    expect(users()).toEqual(['user-1']);
  });

  test.each([
    [
      'the sealed secret of another webhook',
      'UPDATE webhook_secret SET sealed = (SELECT sealed FROM first) WHERE webhook_id = (SELECT id FROM other)',
      1,
    ],
    [
      'the whole row of another webhook',
      'DELETE FROM webhook_secret WHERE webhook_id = (SELECT id FROM other); UPDATE webhook_secret SET webhook_id = (SELECT id FROM other)',
      2,
    ],
  ])('signs nothing for another: %s', async (_, change, missing) => {
    await desk.close();
    desk = openWebhookDesk({ sealer: testSealer });
    await add();
    await add({ url: `${receiver.url}/other` });
    await desk.end();
    const database = new DatabaseSync(join(desk.folder, 'keydesk.db'));
    database.exec(`
      CREATE TEMP TABLE first AS SELECT * FROM webhook_secret LIMIT 1;
      CREATE TEMP TABLE other AS SELECT id FROM webhook WHERE id != (SELECT webhook_id FROM first);
      ${change};
    `);
    database.close();
    desk = openWebhookDesk({ folder: desk.folder, sealer: testSealer });
    const states = (await desk.webhooks.list()).map(({ state }) => state);
    expect(states.filter(state => state === 'secret-missing')).toHaveLength(missing);
  });
});
