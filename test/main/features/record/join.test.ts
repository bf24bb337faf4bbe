import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { enroll, how, openDeskOf, user } from './enrolling.ts';

let postgres: Postgres;
let graph: GraphSimulator;
let database: string;
let url: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const openDesk = () => openDeskOf(graph);

const WORKFLOW = { name: 'New people', group: null, trigger: 'user-imported', existing: 'skip' } as const;
const PROFILE = { name: 'Counter', pin: { kind: 'random-digits', length: 8 } } as const;

async function assignments(desk: BusDesk) {
  const { assignments: all } = await desk.client.assignments.list({});
  return all
    .map(({ user: { userPrincipalName }, purpose, state, reason }) => [userPrincipalName, purpose, state, reason])
    .toSorted();
}

const keyOf = async (desk: BusDesk, serial: string) =>
  (await desk.client.inventory.list({ text: serial })).keys.find(
    key => key.serial === serial.toLowerCase() || key.serial === serial,
  );

describe.skipIf(noPostgres !== null)('a desk with a history of its own that joins a record', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    database = `j${++made}`;
    url = await postgres.database(database);
  });

  test('brings what the record has not, and twice is nothing', async () => {
    const [a, b] = [await openDesk(), await openDesk()];
    expect(await enroll(a, 1, '28041971')).toMatchObject({ type: 'completed' });
    await a.client.assignments.assign({ user: user(2) });
    await a.client.assignments.assign({ user: user(3) });
    await a.client.workflows.create(WORKFLOW);
    await a.client.profiles.create({ ...PROFILE, isDefault: true });
    await a.client.webhooks.add({ url: 'https://receiver.example/keydesk' });

    expect(await enroll(b, 2, '28041972')).toMatchObject({ type: 'completed' });
    expect(await enroll(b, 4, '28041974')).toMatchObject({ type: 'completed' });
    await b.client.assignments.assign({ user: user(3) });
    await b.client.assignments.assign({ user: user(5) });
    const lost = await keyOf(b, '28041974');
    await b.client.inventory.reportLost({ id: lost?.id ?? '' });
    await b.client.workflows.create(WORKFLOW);
    await b.client.workflows.create({ ...WORKFLOW, name: 'Also these' });
    await b.client.profiles.create({ ...PROFILE, isDefault: true });
    await b.client.profiles.create({ name: 'Other', pin: { kind: 'keep' }, isDefault: true });
    await b.client.webhooks.add({ url: 'https://receiver.example/keydesk' });
    await b.client.batches.create({ name: 'Monday', existing: 'skip', source: { kind: 'pending' } });

    await a.client.record.create({ url, name: 'A' });
    await a.restart();
    const { own, added, known } = await b.client.record.join({ url, name: 'B' });
    expect(added + known).toBe(own);
    expect(known).toBeGreaterThan(0);
    await b.restart();

    const everything = [
      [user(1), 'primary', 'active', 'registered'],
      [user(2), 'additional', 'active', 'registered'],
      [user(2), 'primary', 'pending', 'assigned'],
      [user(3), 'primary', 'cancelled', 'assigned-elsewhere'],
      [user(3), 'primary', 'pending', 'assigned'],
      [user(4), 'primary', 'revoked', 'key-lost'],
      [user(5), 'primary', 'pending', 'assigned'],
    ].toSorted();
    await expect.poll(() => assignments(a)).toEqual(everything);
    expect(await assignments(b)).toEqual(everything);
    expect((await a.client.workflows.list()).map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ['Also these', 'disabled'],
      ['New people', 'enabled'],
    ]);
    expect((await a.client.profiles.list()).map(({ name, isDefault }) => [name, isDefault]).toSorted()).toEqual([
      ['Counter', true],
      ['Other', false],
    ]);
    expect(await a.client.webhooks.list()).toHaveLength(1);
    expect((await a.client.batches.list()).map(({ name }) => name)).toEqual(['Monday']);
    expect(await keyOf(a, '28041974')).toMatchObject({ state: 'lost' });
    for (const desk of [a, b]) {
      expect(await desk.client.record.check()).toMatchObject({ differences: [] });
      expect(await desk.client.record.show()).toMatchObject({ unmerged: 0 });
      expect(await desk.client.activity.verify({})).toMatchObject({ failure: null });
    }

    const entries = async () =>
      (await postgres.query<{ n: string }>(database, 'SELECT count(*) AS n FROM keydesk.activity'))[0]?.n;
    const before = Number(await entries());
    await b.client.record.leave();
    await b.restart();
    expect(await b.client.record.join({ url, name: 'B' })).toMatchObject({ added: 0 });
    await b.restart();
    expect(await assignments(a)).toEqual(everything);
    expect(await assignments(b)).toEqual(everything);
    // Its start and end alone are new.
    expect(Number(await entries()) - before).toBeLessThan(5);
    expect(await b.client.activity.verify({})).toMatchObject({ failure: null });
  });

  test('a key that the record gives to somebody else stays there, and so does its loss', async () => {
    const [a, b] = [await openDesk(), await openDesk()];
    const key = await a.key();
    for (const [desk, n] of [
      [a, 1],
      [b, 2],
    ] as const) {
      const id = await desk.plug(key, '28041999');
      for await (const event of await desk.client.enrollment.start({ user: user(n), keyId: id, ...how }))
        if (event.type === 'failed') throw new Error(JSON.stringify(event));
      await desk.unplug();
    }
    const theirs = await keyOf(b, '28041999');
    await a.client.record.create({ url, name: 'A' });
    await a.restart();
    await b.client.record.join({ url, name: 'B' });
    await b.restart();
    const { assignments: all } = await b.client.assignments.list({});
    expect(
      all
        .map(({ user: { userPrincipalName }, state, key: of }) => [userPrincipalName, state, of?.id ?? null])
        .toSorted(),
    ).toEqual([
      [user(1), 'active', expect.any(String)],
      [user(2), 'active', null],
    ]);
    expect(theirs).toBeDefined();
    expect((await b.client.inventory.list({ text: '28041999' })).keys).toHaveLength(1);
  });

  test('goes on where the record stopped taking its rows', async () => {
    const [a, b] = [await openDesk(), await openDesk()];
    await a.client.record.create({ url, name: 'A' });
    await a.restart();
    await b.client.assignments.assign({ user: user(5) });
    await b.client.batches.create({ name: 'Monday', existing: 'skip', source: { kind: 'pending' } });
    await postgres.query(
      database,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END';
       CREATE TRIGGER refuse BEFORE INSERT ON keydesk.batch FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const { own, added, known } = await b.client.record.join({ url, name: 'B' });
    expect(own - added - known).toBeGreaterThanOrEqual(2);
    expect(await b.client.record.show()).toMatchObject({ unmerged: own - added - known });
    await expect.poll(() => assignments(a)).toHaveLength(1);
    expect(await a.client.batches.list()).toEqual([]);
    await postgres.query(database, 'DROP TRIGGER refuse ON keydesk.batch');
    await b.restart();
    await expect.poll(() => a.client.batches.list()).toHaveLength(1);
    expect(await b.client.record.show()).toMatchObject({ unmerged: 0 });
    expect(await b.client.record.check()).toMatchObject({ differences: [] });
  });

  test('keeps what was not merged when it leaves', async () => {
    const [a, b] = [await openDesk(), await openDesk()];
    await a.client.record.create({ url, name: 'A' });
    await a.restart();
    await b.client.assignments.assign({ user: user(5) });
    await postgres.query(
      database,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END';
       CREATE TRIGGER refuse BEFORE INSERT ON keydesk.assignment FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    await b.client.record.join({ url, name: 'B' });
    expect(await assignments(b)).toEqual([]);
    await b.client.record.leave();
    await b.restart();
    expect(await assignments(b)).toEqual([[user(5), 'primary', 'pending', 'assigned']]);
  });
});
