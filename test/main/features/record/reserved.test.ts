import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import type { TcpProxy } from '../../../tcpProxy.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { how, openCuttable, user } from './enrolling.ts';

let postgres: Postgres;
let graph: GraphSimulator;
let proxy: TcpProxy;
/** The desk whose way to the record the tests cut, and another one. */
let away: BusDesk;
let there: BusDesk;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

/** Gives a user a key. Returns the code of a failure, or `completed`. */
async function enroll(desk: BusDesk, n: number, key: SoftwareKey, serial?: string): Promise<string> {
  // Two desks on one computer must not have the same port.
  const keyId = await desk.plug(key, serial, desk === away ? 0 : 1);
  for await (const event of await desk.client.enrollment.start({ user: user(n), keyId, ...how })) {
    if (event.type === 'completed') return 'completed';
    if (event.type === 'failed') return event.failure.error.code;
  }
  throw new Error('no end');
}

/** Does something when preflight is over, and before anything is written: while Graph is asked for the creation options. */
function afterPreflight(n: number, work: () => Promise<unknown> | unknown): void {
  const held = graph.faults.hold('GET', `${graph.tenant.idOf(n)}/authentication/fido2Methods/creationOptions`);
  void held.arrived.then(async () => {
    await work();
    held.letGo();
  });
}

async function assignmentsOf(desk: BusDesk, n: number): Promise<string[]> {
  const { assignments } = await desk.client.assignments.list({});
  return assignments.filter(row => row.user.userPrincipalName === user(n)).map(({ state }) => state);
}

const untouched = { pinSet: false, credentialCount: 0 };

describe.skipIf(noPostgres !== null)('a key whose record is shared', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    ({ proxy, away, there } = await openCuttable(graph, postgres, await postgres.database(`reserved${++made}`)));
  });

  test('is not changed if the record goes away after preflight, and another desk can give it away', async () => {
    const key = await away.key();
    afterPreflight(1, () => proxy.cut());
    expect(await enroll(away, 1, key, 'KD-0001')).toBe('record-unreachable');
    expect(key.state()).toMatchObject(untouched);
    expect(await away.client.enrollment.unfinished()).toEqual([]);
    await away.unplug();
    expect(await enroll(there, 2, key, 'KD-0001')).toBe('completed');
    proxy.mend();
    await away.restart();
    expect([await assignmentsOf(there, 1), await assignmentsOf(there, 2)]).toEqual([[], ['active']]);
    expect(await away.client.record.check()).toMatchObject({ differences: [] });
  });

  test('gets its passkey without the record if a setting allows that, and what others did is compared', async () => {
    await away.client.settings.set({ enrollAway: 'allowed' });
    afterPreflight(1, async () => {
      proxy.cut();
      expect(await enroll(there, 1, await there.key(), 'KD-0002')).toBe('completed');
    });
    expect(await enroll(away, 1, await away.key(), 'KD-0001')).toBe('completed');
    proxy.mend();
    await expect.poll(() => assignmentsOf(there, 1), { timeout: 30_000 }).toEqual(['active', 'active']);
    const conflicts = async () =>
      (await there.client.activity.list({ kinds: ['enrollment-conflict'] })).entries.map(
        ({ facts }) => facts?.conflict,
      );
    await expect.poll(conflicts, { timeout: 30_000 }).toEqual(['second-passkey']);
  });

  test('is refused to others as soon as a desk has begun to enroll it', async () => {
    const key = await there.key();
    const held = graph.faults.hold('POST', `${graph.tenant.idOf(1)}/authentication/fido2Methods`);
    const first = enroll(there, 1, key, 'KD-0001');
    await held.arrived;
    await there.unplug();
    expect(await enroll(away, 2, key, 'KD-0001')).toBe('key-belongs-to-another');
    held.letGo();
    // Registered, and not proven: the key is gone.
    expect(await first).toBe('key-removed');
    expect([await assignmentsOf(there, 1), await assignmentsOf(there, 2)]).toEqual([['active'], []]);
  });

  test('and has no serial number is known to others from its credential on', async () => {
    const key = await there.key();
    const held = graph.faults.hold('POST', `${graph.tenant.idOf(1)}/authentication/fido2Methods`);
    const first = enroll(there, 1, key);
    await held.arrived;
    await there.unplug();
    expect(await enroll(away, 2, key)).toBe('key-belongs-to-another');
    held.letGo();
    expect(await first).toBe('key-removed');
    expect([await assignmentsOf(there, 1), await assignmentsOf(there, 2)]).toEqual([['active'], []]);
  });

  test('and has no serial number is known to other desks by its passkey', async () => {
    const key = await there.key();
    expect(await enroll(there, 1, key)).toBe('completed');
    await there.unplug();
    await expect.poll(() => assignmentsOf(away, 1), { timeout: 20_000 }).toEqual(['active']);
    expect(await enroll(away, 2, key)).toBe('key-belongs-to-another');
    await away.unplug();
    const [known] = (await there.client.inventory.list({})).keys;
    await there.client.inventory.reportLost({ id: known?.id ?? '' });
    expect(await enroll(away, 1, key)).toBe('key-reported-lost');
  });

  test('that is reported lost after preflight gets no passkey', async () => {
    const key = await there.key();
    await there.plug(key, 'KD-0001');
    const keys = async () => (await there.client.inventory.list({})).keys;
    await expect.poll(async () => (await keys()).length).toBe(1);
    await there.unplug();
    await away.client.assignments.assign({ user: user(1) });
    for (const n of [1, 2]) {
      afterPreflight(n, async () => {
        const [known] = await keys();
        await there.client.inventory.reportLost({ id: known?.id ?? '' });
      });
      expect(await enroll(away, n, key, 'KD-0001')).toBe('key-reported-lost');
      await there.client.inventory.restore({ id: (await keys())[0]?.id ?? '' });
    }
    expect(key.state()).toMatchObject(untouched);
    // Who was waiting waits, and nobody else.
    await expect.poll(() => assignmentsOf(away, 1)).toEqual(['pending']);
    await expect.poll(() => assignmentsOf(away, 2)).toEqual(['cancelled']);
  });

  test('has one owner, or nobody waits, wherever the connection ends', { timeout: 60_000 }, async () => {
    const directions = ['to-server', 'to-client'] as const;
    const ends = new Set<string>();
    let n = 0;
    for (const direction of directions) {
      for (const at of [1, 2, 3, 4]) {
        n++;
        afterPreflight(n, () => proxy.cutAt(direction, at));
        const told = await enroll(away, n, await away.key(), `KD-${n}`);
        ends.add(told);
        proxy.cutAt(direction, Number.POSITIVE_INFINITY);
        const expected = told === 'completed' ? ['active'] : [];
        const live = async () => (await assignmentsOf(there, n)).filter(state => state !== 'cancelled');
        await expect.poll(live, { timeout: 20_000 }).toEqual(expected);
      }
    }
    expect([...ends].filter(end => end !== 'completed' && end !== 'record-unreachable')).toEqual([]);
  });
});
