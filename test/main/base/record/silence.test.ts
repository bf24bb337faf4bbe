import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { type SilentProxy, startSilentProxy } from '../../../silentProxy.ts';
import { type Desk, openDesk, targetOf } from './desks.ts';

let postgres: Postgres;
let proxy: SilentProxy;
let desk: Desk;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const announce = (type: string) =>
  desk.store.database.write(transaction =>
    transaction
      .insertInto('event')
      .values({
        id: randomUUID(),
        type,
        at: new Date().toISOString(),
        tenant: 'tenant',
        user_id: 'user',
        user_principal_name: 'user@contoso.example',
        data: '{}',
      })
      .execute(),
  );
const recorded = async () =>
  (await postgres.query<{ type: string }>(`s${made}`, 'SELECT type FROM keydesk.event ORDER BY seq')).map(
    row => row.type,
  );

/** Returns how long work took, in ms, and its error if it failed. */
async function timed(work: Promise<unknown>): Promise<{ took: number; error: unknown }> {
  const began = performance.now();
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { took: performance.now() - began, error };
}

describe.skipIf(noPostgres !== null)('a firewall that drops what it carries', () => {
  beforeEach(async () => {
    const url = await postgres.database(`s${++made}`);
    proxy = await startSilentProxy(postgres.port);
    onTestFinished(() => proxy.close());
    const target = targetOf(url);
    desk = await openDesk(url, {
      isFirst: true,
      target: { ...target, address: { ...target.address, port: proxy.port } },
    });
    onTestFinished(() => desk.close());
    await announce('before');
  });

  test('costs a write on an idle connection some seconds', async () => {
    await sleep(1200);
    proxy.dropExisting();
    const { took, error } = await timed(announce('after'));
    expect(error).toBeUndefined();
    expect(took).toBeLessThan(20_000);
    expect(await recorded()).toEqual(['before', 'after']);
    // Both connections are new, so nothing waits any more.
    await desk.feed.look();
    expect(desk.feed.sight).toMatchObject({ isReachable: true });
    expect((await timed(announce('again'))).took).toBeLessThan(5000);
  });

  test('is noticed without a write, and the desk is back by itself', async () => {
    proxy.dropAll();
    await expect.poll(() => desk.feed.sight.isReachable, { timeout: 30_000 }).toBe(false);
    expect(desk.feed.sight.trouble).toMatchObject({ code: 'record-unreachable', params: { reason: 'silent' } });
    proxy.mend();
    await expect.poll(() => desk.feed.sight.isReachable, { timeout: 30_000 }).toBe(true);
  });

  test('makes a write fail after some seconds', async () => {
    await sleep(1200);
    proxy.dropAll();
    const { took, error } = await timed(announce('lost'));
    expect(error).toMatchObject({ code: 'record-unreachable', params: { reason: 'silent' } });
    expect(took).toBeLessThan(30_000);
    expect(await recorded()).toEqual(['before']);
  });

  test('in the middle of a write, leaves nothing half done', async () => {
    const write = desk.store.database.write(async transaction => {
      await transaction.updateTable('event').set({ type: 'changed' }).execute();
      proxy.dropExisting();
    });
    const { took, error } = await timed(write);
    // The server has not seen the commit, and holds the lock until it ends the silent connection.
    expect(error).toMatchObject({ code: expect.stringMatching(/^record-(unreachable|unconfirmed)$/) });
    expect(took).toBeLessThan(45_000);
    expect(await recorded()).toEqual(['before']);
    expect(desk.rows('SELECT type FROM event')).toEqual([{ type: 'before' }]);
  });
});
