import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { publish } from '../../../../src/main/services/events/events.ts';
import { openLeader, type Term, termCheckOn } from '../../../../src/main/services/record/leader.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { startSilentProxy } from '../../../silentProxy.ts';
import { openReceiver, type Receiver } from '../webhooks/receiver.ts';
import { openSendingDesk, type SendingDesk, type SendingDeskOptions } from './sendingDesk.ts';

let postgres: Postgres;
let database: string;
let url: string;
let receiver: Receiver;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

async function open(options: Omit<SendingDeskOptions, 'url'> & { url?: string } = {}): Promise<SendingDesk> {
  const desk = await openSendingDesk({ url, ...options });
  onTestFinished(desk.close);
  return desk;
}

/** Adds the webhook of the receiver. Returns its secret. */
async function addWebhook({ start, activity }: SendingDesk): Promise<string> {
  const service = start();
  const webhooks = service.of({ tenant: { id: 'contoso' }, activity });
  const { secret } = await webhooks.add({ url: receiver.url });
  await service.close();
  return secret;
}

/** Something happens to a user. `n` is the number of the event. */
const happen = ({ store }: SendingDesk, user: string, n = 0) =>
  store.database.write(transaction =>
    publish(transaction, {
      type: 'passkey.registered',
      tenant: 'contoso',
      user: { id: user, userPrincipalName: `${user}@contoso.example` },
      data: { assignmentId: String(n) },
    }),
  );

/** Lets the record believe that a desk was not there for a long time. */
const forget = ({ id }: SendingDesk) =>
  postgres.query(database, `UPDATE keydesk.desk SET last_seen = last_seen - interval '1 hour' WHERE id = '${id}'`);

const owner = (desk: SendingDesk) => desk.rows('SELECT owner, term FROM webhook')[0];
const deliveries = (desk: SendingDesk) => desk.rows('SELECT state, attempts FROM webhook_delivery ORDER BY n');

interface Message {
  readonly id: string;
  readonly user: string;
  readonly n: number;
}
const toMessage = ({ headers, body }: Receiver['messages'][number]): Message => {
  const { userId, assignmentId } = JSON.parse(body).data;
  return { id: headers['webhook-id'] ?? '', user: userId, n: Number(assignmentId) };
};

describe.skipIf(noPostgres !== null)('webhooks of a record', () => {
  beforeEach(async () => {
    database = `lead${++made}`;
    url = await postgres.database(database);
    receiver = await openReceiver();
    onTestFinished(() => receiver.close());
  });

  test('are sent by one desk, in the order of each user, also if it is killed', async () => {
    const b = await open({ isFirst: true });
    const secret = await addWebhook(b);
    const a: ChildProcess = fork(join(import.meta.dirname, 'sendingProcess.ts'), [url, secret], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    onTestFinished(() => void a.kill('SIGKILL'));
    const [deskOfA] = await once(a, 'message');
    receiver.answer = (_, response) => void setTimeout(() => response.end('ok'), 20);
    for (let n = 0; n < 60; n++) await happen(b, `user${n % 5}`, n);
    await expect.poll(() => receiver.messages.length, { timeout: 10_000 }).toBeGreaterThan(20);
    expect(String(owner(b)?.owner)).toContain(String(deskOfA));

    const waiting = { secrets: [secret] };
    const c = await open(waiting);
    const service = c.start();
    onTestFinished(() => service.close());
    a.kill('SIGKILL');
    await expect
      .poll(() => deliveries(c).filter(({ state }) => state !== 'delivered'), { timeout: 60_000, interval: 200 })
      .toEqual([]);
    expect(owner(c)).toMatchObject({ owner: c.instance.id });

    const messages = receiver.messages.map(toMessage);
    const byUser = Map.groupBy(messages, ({ user }) => user);
    // What the dead desk had not noted yet is sent again, under the same id. Nothing is missing, and nothing comes late.
    expect(new Set(messages.map(({ id }) => id)).size).toBe(60);
    for (const own of byUser.values()) {
      const numbers = own.map(({ n }) => n);
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
  });

  test('are no more sent by a desk that is cut off when another one takes over', { timeout: 60_000 }, async () => {
    const b = await open({ isFirst: true });
    const secret = await addWebhook(b);
    const proxy = await startSilentProxy(postgres.port);
    onTestFinished(() => proxy.close());
    const a = await open({ url: url.replace(String(postgres.port), String(proxy.port)), secrets: [secret] });
    const ofA = a.start();
    onTestFinished(() => ofA.close());
    /** How many requests are open, after each one began and ended. */
    const open_: number[] = [0];
    const note = (change: number) => void open_.push((open_.at(-1) ?? 0) + change);
    let holds = true;
    receiver.answer = (_, response) => {
      note(1);
      response.on('close', () => note(-1));
      if (!holds) response.end('ok');
    };
    await happen(b, 'ann', 1);
    await expect.poll(() => receiver.messages.length, { timeout: 10_000 }).toBe(1);

    proxy.dropAll();
    holds = false;
    const second = await open({ secrets: [secret] });
    const ofB = second.start();
    onTestFinished(() => ofB.close());
    await expect.poll(() => deliveries(second), { timeout: 40_000 }).toEqual([{ state: 'delivered', attempts: 1 }]);
    // The request of the desk that was cut off had ended before the other desk began.
    expect(Math.max(...open_)).toBe(1);
    expect(new Set(receiver.messages.map(toMessage).map(({ id }) => id)).size).toBe(1);

    proxy.mend();
    await happen(b, 'ann', 2);
    await expect.poll(() => deliveries(second).length, { timeout: 10_000 }).toBe(2);
    await expect.poll(() => owner(a), { timeout: 30_000 }).toEqual(owner(second));
    expect(owner(second)).toMatchObject({ owner: second.instance.id });
  });

  test('are settled by the present sender only: a former one that wakes up settles nothing', async () => {
    const b = await open({ isFirst: true });
    const secret = await addWebhook(b);
    const a = await open({ secrets: [secret], isStubborn: true });
    const ofA = a.start();
    onTestFinished(() => ofA.close());
    const answers: (() => void)[] = [];
    receiver.answer = (_, response) => void answers.push(() => response.end('ok'));
    await happen(b, 'ann', 1);
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(1);

    await a.feed.close();
    const second = await open({ secrets: [secret] });
    await forget(a);
    await second.feed.look();
    const ofB = second.start();
    onTestFinished(() => ofB.close());
    await expect.poll(() => owner(second)?.owner).toBe(second.instance.id);
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(2);

    answers[0]?.();
    // A write of the former sender brings its mirror up to date, so its attempt was judged before.
    await delay(500);
    await happen(a, 'bob', 2);
    expect(deliveries(a)[0]).toEqual({ state: 'waiting', attempts: 0 });
    answers[1]?.();
    await expect.poll(() => deliveries(second)[0]).toEqual({ state: 'delivered', attempts: 1 });
  });

  test('are sent by a desk that knows the secret, if others do not', async () => {
    const b = await open({ isFirst: true });
    const secret = await addWebhook(b);
    const unknowing = (await open()).start();
    const knowing = await open({ secrets: [secret] });
    const service = knowing.start();
    onTestFinished(async () => {
      await unknowing.close();
      await service.close();
    });
    await happen(b, 'ann');
    await expect.poll(() => receiver.messages.length, { timeout: 10_000 }).toBe(1);
    await expect.poll(() => owner(knowing)?.owner).toBe(knowing.instance.id);
  });
});

describe.skipIf(noPostgres !== null)('the leader of the workflows', () => {
  beforeEach(async () => {
    database = `term${++made}`;
    url = await postgres.database(database);
  });

  const leaderAt = ({ store, instance }: SendingDesk, fit = 1) =>
    openLeader('workflows', { database: store.database, instance, fitness: () => fit });
  const isLeading = ({ store }: SendingDesk, term: Term | 'alone' | undefined) =>
    store.database.write(async transaction => {
      if (term === undefined || term === 'alone') return false;
      const row = await transaction.selectFrom('leader').selectAll().executeTakeFirst();
      return row?.holder === term.holder && row.term === term.term;
    });

  test('is one desk. Another takes over when it is gone, and its term then settles nothing', async () => {
    const [a, b] = [await open({ isFirst: true }), await open()];
    const [ofA, ofB] = [leaderAt(a), leaderAt(b)];
    const first = await ofA.take();
    expect(first).toMatchObject({ holder: a.instance.id, term: 1 });
    expect(await ofA.take()).toBe(first);
    await b.feed.look();
    expect(await ofB.take()).toBeUndefined();

    await a.feed.close();
    await forget(a);
    await b.feed.look();
    const second = await ofB.take();
    expect(second).toMatchObject({ holder: b.instance.id, term: 2 });
    expect([await isLeading(a, first), await isLeading(b, second)]).toEqual([false, true]);
    const sqlite = new (await import('node:sqlite')).DatabaseSync(join(a.folder, 'keydesk.db'));
    expect(termCheckOn(sqlite)(first as Term)).toBe(false);
    sqlite.close();
  });

  test('of two that take over at once, one leads', async () => {
    const desks = [await open({ isFirst: true }), await open(), await open()];
    const taken = await Promise.all(desks.map(desk => leaderAt(desk).take()));
    const terms = taken.filter(term => term !== undefined);
    expect(terms).toHaveLength(1);
    expect(terms[0]).toMatchObject({ term: 1 });
  });

  test('gives way to a fitter desk, and to one that has just imported users', async () => {
    const [a, b] = [await open({ isFirst: true }), await open()];
    const [ofA, ofB] = [leaderAt(a, 0), leaderAt(b, 1)];
    await ofA.take();
    await b.feed.look();
    expect(await ofB.take()).toMatchObject({ holder: b.instance.id, term: 2 });
    await a.feed.look();
    expect(await ofA.take()).toBeUndefined();
    expect(await leaderAt(a, 1).seize()).toMatchObject({ holder: a.instance.id, term: 3 });
    await b.feed.look();
    expect(await ofB.take()).toBeUndefined();
  });

  test('that ends in good order is followed at once', async () => {
    const [a, b] = [await open({ isFirst: true }), await open()];
    const ofA = leaderAt(a);
    await ofA.take();
    await ofA.release();
    await b.feed.look();
    expect(await leaderAt(b).take()).toMatchObject({ holder: b.instance.id, term: 2 });
  });

  test('without a shared record is everybody, and nothing is written', async () => {
    const a = await open({ isFirst: true });
    a.store.database.unshare();
    expect(await leaderAt(a).take()).toBe('alone');
    expect(a.rows('SELECT * FROM leader')).toEqual([]);
  });
});
