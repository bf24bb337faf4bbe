import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { createDispatcher, type Dispatcher } from '../../../../src/main/features/webhooks/dispatcher.ts';
import type { Endpoint } from '../../../../src/main/features/webhooks/endpoint.ts';
import { createEndpoints, type Endpoints } from '../../../../src/main/features/webhooks/endpoints.ts';
import { createOutbox, type Outbox } from '../../../../src/main/features/webhooks/outbox.ts';
import type { Answer, Poster } from '../../../../src/main/features/webhooks/post.ts';
import { createWebhookSecrets, type Secrets } from '../../../../src/main/features/webhooks/secrets.ts';
import { createSenders, type Senders } from '../../../../src/main/features/webhooks/senders.ts';
import { publish } from '../../../../src/main/services/events/events.ts';
import { noDeskKeys } from '../../services/deskKeys/noDeskKeys.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

let folder: string;
let store: Store;
let endpoints: Endpoints;
let outbox: Outbox;
let secrets: Secrets;
let dispatcher: Dispatcher;
let hook: Endpoint;
/** How the receiver answers. */
let answer: (user: string, signal: AbortSignal | undefined) => Answer | Promise<Answer>;
let posts: string[];
let log: string[];
let told: unknown[][];
let waits: unknown[];
let senders: Senders;
/** As Instance.mayLead. */
let lead: number | undefined;
let nextAt: number | undefined;

const status = (code: number, retryAfter?: number): Answer => ({ status: code, retryAfter });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-dispatcher-'));
  store = openRecord(folder);
  [posts, log, told, waits, nextAt] = [[], [], [], [], NOW + 1000];
  answer = () => status(200);
  lead = 0;
  const { database } = store;
  secrets = createWebhookSecrets({ database, sealer: null, deskKeys: noDeskKeys, log: () => undefined }, []);
  const instance = { id: 'here', isPresent: (id: string) => id === 'there', mayLead: () => lead };
  endpoints = createEndpoints({ database, secrets, clock: () => NOW });
  senders = createSenders(database, instance);
  outbox = createOutbox(database);
  const poster: Poster = {
    post: async (_target, _headers, body, signal) => {
      const user = JSON.parse(body).data.userId;
      posts.push(user);
      return answer(user, signal);
    },
  };
  dispatcher = createDispatcher({
    ...{
      endpoints,
      senders,
      outbox,
      secrets,
      poster,
      clock: () => NOW,
      now: () => NOW,
      log: message => void log.push(message),
    },
    backOff: failed => {
      waits.push(failed);
      return nextAt;
    },
    onGone: ({ id }) => void told.push(['gone', id]),
    onGivenUp: ({ id }, { event }, { code }) => void told.push(['given up', id, event.user?.id, code]),
  });
  ({ endpoint: hook } = await endpoints.add('contoso', { url: 'https://hooks.example/' }));
});
afterEach(async () => {
  vi.useRealTimers();
  await dispatcher.close().catch(() => undefined);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const happen = (...users: string[]) =>
  store.database.write(async transaction => {
    for (const id of users) {
      const user = { id, userPrincipalName: `${id}@contoso.example` };
      await publish(transaction, { type: 'passkey.registered', tenant: 'contoso', user, data: {} as never });
    }
  });
const rows = () => store.database.selectFrom('webhook_delivery').selectAll().orderBy('n').execute();
const only = async () => {
  const [row] = await rows();
  return { ...row, failure: JSON.parse(row?.failure ?? 'null') };
};
const owner = async () => (await endpoints.get(hook.id)).owner;
const owned = (by: string) => store.database.updateTable('webhook').set({ owner: by }).execute();
const event = (userId: string) =>
  ({
    ...{ id: 'e', type: 'passkey.registered' as const, at: '2026-03-01T12:00:00Z', tenant: 'contoso', data: {} },
    user: { id: userId, userPrincipalName: userId },
  }) as const;
const users = (count: number) => Array.from({ length: count }, (_, n) => `user${n}`);

describe('a message', () => {
  test.each([200, 204, 299])('that is answered with %i has arrived', async code => {
    answer = () => status(code);
    expect(await dispatcher.send(hook, event('ann'))).toEqual(status(code));
  });

  test.each([
    [199, 'webhook-refused', { retryAfter: null }],
    [300, 'webhook-redirected', {}],
    [399, 'webhook-redirected', {}],
    [400, 'webhook-refused', { retryAfter: null }],
    [500, 'webhook-refused', { retryAfter: null }],
    [410, 'webhook-gone', {}],
  ])('that is answered with %i has not: %s', async (code, expected, more) => {
    answer = () => status(code);
    await expect(dispatcher.send(hook, event('ann'))).rejects.toMatchObject({
      ...{ code: expected, params: { host: 'hooks.example', status: code, ...more } },
    });
  });

  test('says when the receiver wants it again', async () => {
    answer = () => status(503, 30_000);
    await expect(dispatcher.send(hook, event('ann'))).rejects.toMatchObject({ params: { retryAfter: 30_000 } });
  });

  test('is not sent unsigned', async () => {
    const missing = { code: 'webhook-secret-missing', params: { id: 'another' } };
    await expect(dispatcher.send({ ...hook, id: 'another' }, event('ann'))).rejects.toMatchObject(missing);
    expect(posts).toEqual([]);
  });
});

describe('a delivery that fails', () => {
  test('waits as long as the receiver says, with the time of its first attempt', async () => {
    answer = () => status(503, 30_000);
    await happen('ann');
    await dispatcher.drain();
    expect(waits).toEqual([{ attempts: 1, firstAt: NOW, now: NOW, retryAfter: 30_000 }]);
    expect(await only()).toMatchObject({ state: 'waiting', attempts: 1, next_at: NOW + 1000 });
    await store.database
      .updateTable('webhook_delivery')
      .set({ next_at: NOW, first_at: NOW - 5 })
      .execute();
    answer = () => status(500);
    await dispatcher.drain();
    expect(waits[1]).toEqual({ attempts: 2, firstAt: NOW - 5, now: NOW, retryAfter: undefined });
    expect(told).toEqual([]);
  });

  test('counts no patience for the time in which the computer slept, however often it was tried before', async () => {
    const DAY = 24 * 3600_000;
    await happen('ann');
    answer = () => status(500);
    await dispatcher.drain();
    const asleep = { attempts: 20, first_at: NOW - 4 * DAY, next_at: NOW - 2.5 * DAY };
    await store.database.updateTable('webhook_delivery').set(asleep).execute();
    await dispatcher.drain();
    expect(waits[1]).toMatchObject({ attempts: 21, firstAt: NOW - 1.5 * DAY });
    expect(await only()).toMatchObject({ first_at: NOW - 1.5 * DAY });
  });

  test('is given up where there is no next time, which is told once', async () => {
    nextAt = undefined;
    answer = () => status(500);
    await happen('ann');
    await dispatcher.drain();
    expect([told, (await only()).state]).toEqual([[['given up', hook.id, 'ann', 'webhook-refused']], 'dead']);
  });

  test('for a reason that nobody foresaw is tried again as well', async () => {
    answer = () => {
      throw new TypeError('odd');
    };
    await happen('ann');
    await dispatcher.drain();
    expect(await only()).toMatchObject({ state: 'waiting', attempts: 1, failure: { code: 'internal' } });
  });

  test('because Keydesk ends has not been tried', async () => {
    answer = () => {
      void dispatcher.close();
      throw new KeydeskError('cancelled');
    };
    await happen('ann');
    await dispatcher.drain();
    expect(await only()).toMatchObject({ state: 'waiting', attempts: 0, failure: null });
  });

  test('because its secret went meanwhile has not been tried, and the log says so', async () => {
    await happen('ann', 'bob');
    const { live } = secrets;
    let asked = 0;
    secrets.live = async (...about) => (asked++ === 0 ? live(...about) : []);
    await dispatcher.drain();
    expect((await rows()).map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(new Set(log)).toEqual(new Set(['webhooks: KeydeskError: webhook-secret-missing']));
  });
});

describe('a receiver that is gone', () => {
  test('gets no more than what was on its way, and is told of once', async () => {
    answer = () => status(410);
    await happen(...users(30));
    await dispatcher.drain();
    expect(posts.length).toBeLessThanOrEqual(8);
    expect([told, waits]).toEqual([[['gone', hook.id]], []]);
    expect((await rows()).every(({ state }) => state === 'waiting')).toBe(true);
    await dispatcher.drain();
    expect(posts.length).toBeLessThanOrEqual(8);
    // Switched on again it gets all of it.
    answer = () => status(200);
    await endpoints.change('contoso', { id: hook.id, enabled: true });
    await dispatcher.drain();
    expect((await rows()).every(({ state }) => state === 'delivered')).toBe(true);
  });

  test('or is switched off while messages are on their way gets none that was not read yet', async () => {
    answer = async () => {
      await endpoints.change('contoso', { id: hook.id, enabled: false });
      return status(200);
    };
    await happen('ann', 'ann');
    await dispatcher.drain();
    expect([posts, (await rows()).map(({ state }) => state)]).toEqual([['ann'], ['delivered', 'waiting']]);
  });
});

describe('of several Keydesks', () => {
  test('the one that sends for a receiver goes on, and the others do not', async () => {
    await owned('there');
    await happen('ann');
    await dispatcher.drain();
    expect(posts).toEqual([]);
    await owned('one that has ended');
    await dispatcher.drain();
    expect([posts, await owner()]).toEqual([['ann'], 'here']);
  });

  test('none claims a receiver that it has nothing for, or no secret of', async () => {
    await dispatcher.drain();
    expect(await owner()).toBeNull();
    await happen('ann');
    const { live } = secrets;
    secrets.live = async () => [];
    await dispatcher.drain();
    expect([posts, log, await owner()]).toEqual([[], [], null]);
    secrets.live = live;
    await dispatcher.drain();
    expect([posts, await owner()]).toEqual([['ann'], 'here']);
  });

  test('one that finds the folder taken over by a newer one stops', async () => {
    await happen('ann');
    const { fill } = outbox;
    outbox.fill = async () => {
      throw new KeydeskError('database-newer');
    };
    await dispatcher.drain();
    outbox.fill = fill;
    await dispatcher.drain();
    expect([posts, log]).toEqual([[], []]);
    senders.release = async () => {
      throw new KeydeskError('database-newer');
    };
    await dispatcher.close();
    senders.release = async () => {
      throw new KeydeskError('internal');
    };
    await expect(dispatcher.close()).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('a look', () => {
  test('beside another one sends nothing twice', async () => {
    const held = Promise.withResolvers<Answer>();
    answer = () => held.promise;
    await happen('ann');
    const first = dispatcher.drain();
    await vi.waitFor(() => expect(posts).toEqual(['ann']), 15_000);
    const second = dispatcher.drain();
    await new Promise(setImmediate);
    held.resolve(status(200));
    await Promise.all([first, second]);
    expect([posts, (await only()).attempts]).toEqual([['ann'], 1]);
  });

  test('that fails is logged, and the next one does it', async () => {
    await happen('ann');
    const { fill } = outbox;
    outbox.fill = async () => {
      throw new Error('disk');
    };
    await dispatcher.drain();
    expect(log).toEqual(['webhooks: Error: disk']);
    outbox.fill = fill;
    await dispatcher.drain();
    expect(posts).toEqual(['ann']);
  });

  test('passes over a webhook that was removed meanwhile, and one that is off', async () => {
    await happen('ann');
    const all = await endpoints.all();
    await endpoints.remove(hook.id);
    endpoints.all = async () => all;
    await dispatcher.drain();
    endpoints.all = async () => all.map(each => ({ ...each, state: 'disabled' }));
    outbox.fill = async () => {
      throw new Error('it was looked at');
    };
    await dispatcher.drain();
    expect(log).toEqual([]);
  });

  test('comes twice a second, also after one that failed, until the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sent = async (count: number) => {
      await vi.advanceTimersByTimeAsync(500);
      for (let turn = 0; turn < 200 && posts.length < count; turn++) await new Promise(setImmediate);
      await dispatcher.drain();
      return posts.length;
    };
    const { all } = endpoints;
    let looks = 0;
    endpoints.all = async () => {
      if (looks++ === 0) throw new Error('disk');
      return all();
    };
    dispatcher.start();
    await vi.advanceTimersByTimeAsync(500);
    for (let turn = 0; turn < 200 && log.length === 0; turn++) await new Promise(setImmediate);
    expect(log).toEqual(['webhooks: Error: disk']);
    endpoints.all = all;
    await happen('ann');
    expect([vi.getTimerCount(), await sent(1)]).toEqual([1, 1]);
    await dispatcher.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('at its end it aborts what is on its way, sends nothing more and lets go of its receivers', async () => {
  answer = (_user, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new KeydeskError('cancelled')));
    });
  await happen(...users(20));
  const drained = dispatcher.drain();
  await vi.waitFor(() => expect(posts).toHaveLength(8), 15_000);
  expect(await owner()).toBe('here');
  await dispatcher.close();
  await drained;
  expect([posts.length, await owner()]).toEqual([8, null]);
  expect((await rows()).every(({ attempts, state }) => attempts === 0 && state === 'waiting')).toBe(true);
});
