import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { enroll, how, openDeskOf, user } from './enrolling.ts';

let postgres: Postgres;
let graph: GraphSimulator;
let url: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const openDesk = () => openDeskOf(graph);

/** Two desks on one record. The first one made it. */
async function openTwo(): Promise<[BusDesk, BusDesk]> {
  const [a, b] = [await openDesk(), await openDesk()];
  await a.client.record.create({ url, name: 'A' });
  await b.client.record.join({ url, name: 'B' });
  await a.restart();
  await b.restart();
  return [a, b];
}

/** Gives a user a new key, whose record goes away while the key waits for its touch. Returns the last event of the enrollment. */
async function enrollAsItGoesAway(desk: BusDesk, n: number, serial: string) {
  const key = await desk.key();
  key.setTouch('manual');
  const keyId = await desk.plug(key, serial);
  let end: unknown;
  for await (const event of await desk.client.enrollment.start({ user: user(n), keyId, ...how })) {
    if (event.type === 'interaction' && event.interaction.kind === 'touch') {
      await postgres.kill();
      key.setTouch('auto');
      key.touch();
    }
    end = event;
  }
  return end;
}

const assigned = async (desk: BusDesk) =>
  (await desk.client.assignments.list({})).assignments.map(one => [one.user.userPrincipalName, one.state]);

describe.skipIf(noPostgres !== null)('desks that share a record', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    url = await postgres.database(`d${++made}`);
  });

  test('see each other, and each other’s assignments', async () => {
    const [a, b] = await openTwo();
    expect((await a.client.record.show()).desks.map(({ name }) => name)).toEqual(['A', 'B']);
    await a.client.assignments.assign({ user: user(1) });
    await expect.poll(() => assigned(b)).toEqual([[user(1), 'pending']]);
    await expect(b.client.assignments.assign({ user: user(1) })).rejects.toMatchObject({
      data: { code: 'assignment-exists' },
    });
  });

  test('a key that is enrolled at one desk belongs to its user at the other', async () => {
    const [a, b] = await openTwo();
    expect(await enroll(a, 1, 'SN1')).toMatchObject({ type: 'completed' });
    await expect.poll(() => assigned(b)).toEqual([[user(1), 'active']]);
    expect(await b.client.record.check()).toMatchObject({ differences: [] });
  });

  test.each([
    ['a serial number', 'SN30116'],
    ['no usable serial number', 'SN3'],
  ])(
    'an enrollment whose key waits for its touch when the record goes away is recorded, also if the desk ends before the record is back: %s',
    async (_, serial) => {
      const [a, b] = await openTwo();
      expect(await enrollAsItGoesAway(a, 3, serial)).toMatchObject({ type: 'completed' });
      await a.restart();
      await postgres.start();
      await expect.poll(() => assigned(b), { timeout: 30_000 }).toEqual([[user(3), 'active']]);
      expect(await a.client.record.check()).toMatchObject({ differences: [] });
    },
  );

  test('a deletion that Entra refuses again for the same reason is not written again', async () => {
    const [a, b] = await openTwo();
    await enroll(a, 5, 'SN50118');
    const keyAt = async () => (await b.client.inventory.list({})).keys.find(({ serial }) => serial === 'SN50118');
    await expect.poll(async () => (await keyAt())?.state).toBe('active');
    const refusals = { method: 'DELETE', path: 'fido2Methods', status: 403, times: 100 } as const;
    graph.faults.add(refusals);
    await b.client.inventory.reportLost({ id: (await keyAt())?.id ?? '' });
    const revision = async () => (await a.client.record.show()).revision;
    const before = await revision();
    expect(await a.client.inventory.finish()).toMatchObject({ due: 1, failure: { code: 'graph-forbidden' } });
    expect(await b.client.inventory.finish()).toMatchObject({ due: 1 });
    expect(await revision()).toBe(before);
    graph.faults.clear();
    expect(await a.client.inventory.finish()).toMatchObject({ done: 1 });
    expect(await revision()).toBeGreaterThan(before);
  });

  test('a key that is reported lost at one desk while another one enrolls it gets no passkey that stays', async () => {
    const [a, b] = await openTwo();
    const registration = graph.faults.hold('POST', 'fido2Methods');
    const ended = enroll(a, 4, 'SN40117');
    await registration.arrived;
    const keyAt = async () => (await b.client.inventory.list({})).keys.find(({ serial }) => serial === 'SN40117');
    await expect.poll(async () => (await keyAt())?.state).toBe('assigned');
    await b.client.inventory.reportLost({ id: (await keyAt())?.id ?? '' });
    registration.letGo();
    await ended;
    await a.restart();
    await expect.poll(() => graph.state.methods.length, { timeout: 30_000 }).toBe(0);
    const rows = async () => (await b.client.assignments.list({})).assignments;
    await expect
      .poll(async () => (await rows()).map(row => [row.state, row.deletion?.done]))
      .toContainEqual(['revoked', true]);
    expect((await rows()).filter(({ state }) => state === 'active')).toEqual([]);
  });

  test('an enrollment goes to its end while the record is away, and is recorded when it is back', async () => {
    const [a, b] = await openTwo();
    await a.client.assignments.assign({ user: user(2) });
    expect(await enrollAsItGoesAway(a, 2, 'SN2')).toMatchObject({ type: 'completed' });
    await postgres.start();
    await expect.poll(() => assigned(b), { timeout: 30_000 }).toEqual([[user(2), 'active']]);
  });
});
