import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPruner } from '../../../src/main/app/pruner.ts';
import { openRecord } from '../../../src/main/app/record/openRecord.ts';
import { directoryFile } from '../../../src/main/features/directory/database/open.ts';
import { publish } from '../../../src/main/services/events/events.ts';
import { openWebhookDesk, type WebhookDesk } from '../features/webhooks/desk.ts';
import { openReceiver, type Receiver, status } from '../features/webhooks/receiver.ts';
import { openWorkflowDesk, type WorkflowDesk } from '../features/workflows/desk.ts';

vi.setConfig({ testTimeout: 120_000 });

const DAY = 24 * 3600_000;
let desk: WorkflowDesk;
let hooks: WebhookDesk;
let receiver: Receiver;
beforeEach(async () => {
  desk = await openWorkflowDesk({ users: 20 });
  hooks = openWebhookDesk({ folder: desk.folder });
  receiver = await openReceiver();
});
afterEach(async () => {
  await hooks.end();
  await desk.close();
  await receiver.close();
});

/** Forgets, some days from now, what is to be forgotten then. */
async function pruneIn(days: number, database = desk.store.database): Promise<void> {
  const log = (message: string) => expect.unreachable(message);
  const clock = () => Date.now() + days * DAY;
  await createPruner({ database, clock, log }).run();
}
const add = () => hooks.webhooks.add({ url: receiver.url, types: ['passkey.registered'], fields: [] });
const happen = async (count: number, from = 1) => {
  for (let n = from; n < from + count; n++) await hooks.happen(n);
};
const events = async () =>
  (await desk.store.database.selectFrom('event').select('user_id').orderBy('seq').execute()).map(row => row.user_id);
const deliveries = async () =>
  (await hooks.webhooks.deliveries({ limit: 50 })).deliveries.map(({ userId, state }) => `${userId} ${state}`);

describe('what is pruned', () => {
  test('deliveries after 30 days, events after 90, all of many batches', async () => {
    await add();
    await happen(450);
    await desk.workflows.work();
    await hooks.webhooks.deliver();
    expect(receiver.messages).toHaveLength(450);
    await pruneIn(29);
    expect(await deliveries()).toHaveLength(50);
    await pruneIn(31);
    expect(await deliveries()).toEqual([]);
    expect(await events()).toHaveLength(450);
    await pruneIn(89);
    expect(await events()).toHaveLength(450);
    await pruneIn(91);
    expect(await events()).toEqual([]);
  });

  test('not a dead letter of this year or what waits, nor their events; they are sent when they can be', async () => {
    await add();
    receiver.answer = status(500);
    await happen(1);
    await desk.workflows.work();
    await hooks.webhooks.deliver();
    for (let tries = 0; tries < 20; tries++) {
      hooks.pass(DAY / 3);
      await hooks.webhooks.deliver();
    }
    const [hook] = await hooks.webhooks.list();
    await happen(1, 2);
    await desk.workflows.work();
    await hooks.webhooks.deliver();
    await pruneIn(364);
    expect(await deliveries()).toEqual(['user-2 waiting', 'user-1 dead']);
    expect(await events()).toEqual(['user-1', 'user-2']);

    receiver.answer = status(200);
    hooks.pass(DAY);
    await hooks.webhooks.resend({ webhookId: hook?.id ?? '' });
    await hooks.webhooks.deliver();
    expect(await deliveries()).toEqual(['user-2 delivered', 'user-1 delivered']);
    await pruneIn(1000);
    expect(await events()).toEqual([]);
  });

  test('no event that workflows or an active webhook have still to handle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-pruner-'));
    const { database, close } = openRecord(folder);
    const happenTo = (id: string) =>
      database.write(transaction =>
        publish(transaction, { type: 'passkey.failed', tenant: 't', user: { id, userPrincipalName: id }, data: {} }),
      );
    const left = async () =>
      (await database.selectFrom('event').select('seq').orderBy('seq').execute()).map(({ seq }) => seq);
    for (const id of ['a', 'b', 'c']) await happenTo(id);
    const receiving = { id: 'w', url: receiver.url, types: '[]', fields: '[]', created_at: '' };
    await database
      .insertInto('webhook')
      .values({ ...receiving, state: 'active', place: 1 })
      .execute();
    await database.updateTable('engine_place').set({ seq: 2 }).execute();
    await pruneIn(1000, database);
    expect(await left()).toEqual([2, 3]);
    // What happens while it is disabled passes it by.
    await database.updateTable('webhook').set({ state: 'disabled' }).execute();
    await pruneIn(1000, database);
    expect(await left()).toEqual([3]);
    await database.updateTable('engine_place').set({ seq: 3 }).execute();
    await pruneIn(1000, database);
    expect(await left()).toEqual([]);
    // Places are never given out twice: what comes is behind no place.
    await happenTo('d');
    expect(await left()).toEqual([4]);
    await close();
    rmSync(folder, { recursive: true });
  });

  test('not which users were imported: no user is new a second time, nor handled twice', async () => {
    await desk.create();
    await desk.import();
    await desk.workflows.work();
    const before = await desk.runs();
    await pruneIn(1000);
    await desk.workflows.work();
    // As after the directory was deleted and imported again.
    const directory = new DatabaseSync(directoryFile(desk.folder));
    directory.exec("UPDATE imports SET id = 'another'");
    directory.close();
    await desk.workflows.work();
    expect((await events()).filter(id => !id.startsWith('user-'))).toEqual([]);
    expect(await desk.runs()).toEqual(before);
    expect((await desk.runs()).length).toBe(20);
  });

  test('not the activity log', async () => {
    desk.activity.record({ kind: 'key-reset' });
    await pruneIn(10_000);
    expect((await desk.activity.list({ limit: 10 })).entries).toHaveLength(1);
    expect((await desk.activity.verify()).failure).toBeNull();
  });
});
