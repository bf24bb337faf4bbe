import { randomUUID } from 'node:crypto';
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

const refusal = { data: { code: 'record-unreachable' } };

/** Gives a user a key. Returns the last event. */
async function enroll(desk: BusDesk, n: number, key: SoftwareKey, serial?: string) {
  const keyId = await desk.plug(key, serial);
  for await (const event of await desk.client.enrollment.start({ user: user(n), keyId, ...how })) {
    if (event.type === 'completed' || event.type === 'failed') return event;
  }
  throw new Error('no end');
}

const passkeysOf = async (desk: BusDesk, n: number) =>
  (await desk.client.assignments.list({})).assignments.filter(
    ({ user: { userPrincipalName }, state }) => userPrincipalName === user(n) && state === 'active',
  ).length;

async function conflicts(desk: BusDesk) {
  const { entries } = await desk.client.activity.list({ kinds: ['enrollment-conflict'] });
  return entries.map(entry => [entry.user.userPrincipalName, entry.facts?.conflict, entry.facts?.owner]);
}

describe.skipIf(noPostgres !== null)('while the record is away', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    ({ proxy, away, there } = await openCuttable(graph, postgres, await postgres.database(`away${++made}`)));
  });

  test('an enrollment is refused before anything is asked of the key or of Entra', async () => {
    const key = await away.key();
    const keyId = await away.plug(key, 'KD-0001');
    proxy.cut();
    const request = { user: user(1), keyId, ...how };
    await expect(away.client.enrollment.start(request)).rejects.toMatchObject(refusal);
    const { client } = away;
    const enrollmentId = randomUUID();
    const named = { id: 'u', userPrincipalName: user(1), displayName: 'One' };
    await expect(client.enrollment.begin({ ...request, user: named, enrollmentId })).rejects.toMatchObject(refusal);
    expect(key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
    expect(await away.client.enrollment.unfinished()).toEqual([]);
    proxy.mend();
    expect(await enroll(away, 1, key, 'KD-0001')).toMatchObject({ type: 'completed' });
  });

  test('an activation is refused, whatever the setting says', async () => {
    await away.client.settings.set({ enrollAway: 'allowed' });
    const { code } = await away.client.activation.codes.make({ user: user(1) });
    proxy.cut();
    await expect(away.client.activation.enterCode({ user: user(1), code })).rejects.toMatchObject(refusal);
    await expect(away.client.workflows.work()).rejects.toMatchObject(refusal);
    proxy.mend();
    await away.client.activation.enterCode({ user: user(1), code });
  });

  test('an enrollment that a setting allows is recorded later, once, through restarts', async () => {
    await away.client.settings.set({ enrollAway: 'allowed' });
    expect(await away.client.record.show()).toMatchObject({ enrollAway: 'allowed' });
    proxy.cut();
    expect(await enroll(away, 1, await away.key(), 'KD-0001')).toMatchObject({ type: 'completed' });
    await away.restart();
    expect(await passkeysOf(there, 1)).toBe(0);
    proxy.mend();
    await expect.poll(() => passkeysOf(there, 1), { timeout: 30_000 }).toBe(1);
    await away.restart();
    await away.restart();
    expect([await passkeysOf(there, 1), await conflicts(there)]).toEqual([1, []]);
    expect(await away.client.record.check()).toMatchObject({ differences: [] });
  });

  test.each([
    ['begun without the record', true, 'KD-0001'],
    ['begun without the record, on a key without a number', true, undefined],
    ['that lost the record after the touch', false, 'KD-0001'],
    ['that lost the record after the touch, on a key without a number', false, undefined],
  ])('an enrollment %s has the names of its user and its key, after a restart too', async (_, isWithout, serial) => {
    await away.client.settings.set({ enrollAway: 'allowed' });
    const held = graph.faults.hold('POST', `${graph.tenant.idOf(1)}/authentication/fido2Methods`);
    if (isWithout) proxy.cut();
    const ended = enroll(away, 1, await away.key(), serial);
    await held.arrived;
    proxy.cut();
    held.letGo();
    expect(await ended).toMatchObject({ type: 'completed' });
    await away.restart();
    proxy.mend();
    await expect.poll(() => passkeysOf(there, 1), { timeout: 30_000 }).toBe(1);
    const { displayName } = await there.client.users.get({ user: user(1) });
    const { assignments } = await there.client.assignments.list({});
    expect(assignments).toMatchObject([{ user: { displayName }, key: { product: 'Key', serial: serial ?? null } }]);
    const { keys } = await there.client.inventory.list({});
    expect(keys.filter(({ user }) => user !== null).map(({ product }) => product)).toEqual(['Key']);
  });

  test('what other desks did meanwhile is a named conflict, once, and nothing is lost', async () => {
    await away.client.settings.set({ enrollAway: 'allowed' });
    const shared = await away.key();
    proxy.cut();
    expect(await enroll(there, 1, await there.key(), 'KD-0001')).toMatchObject({ type: 'completed' });
    expect(await enroll(there, 2, shared, 'KD-0002')).toMatchObject({ type: 'completed' });
    expect(await enroll(away, 1, await away.key(), 'KD-0003')).toMatchObject({ type: 'completed' });
    await there.unplug();
    expect(await enroll(away, 3, shared, 'KD-0002')).toMatchObject({ type: 'completed' });
    await away.restart();
    proxy.mend();
    const expected = [
      [user(3), 'key-of-another', user(2)],
      [user(1), 'second-passkey', undefined],
    ];
    await expect.poll(() => conflicts(there), { timeout: 30_000 }).toHaveLength(2);
    expect((await conflicts(there)).toSorted()).toEqual(expected.toSorted());
    await away.restart();
    await there.restart();
    expect(await conflicts(there)).toHaveLength(2);
    expect([await passkeysOf(there, 1), await passkeysOf(there, 2), await passkeysOf(there, 3)]).toEqual([2, 1, 1]);
    // The key of two users stays to be seen until somebody decides.
    const ofKey = async (n: number) =>
      (await there.client.reconciliation.compare({ user: user(n) })).differences.map(
        ({ kind, sharedWith }) => `${kind}: ${sharedWith?.userPrincipalName}`,
      );
    expect([await ofKey(1), await ofKey(2), await ofKey(3)]).toEqual([
      [],
      [`key-of-several: ${user(3)}`],
      [`key-of-several: ${user(2)}`],
    ]);
  });

  test('a key that was reported lost meanwhile has no passkey in the end', async () => {
    await away.client.settings.set({ enrollAway: 'allowed' });
    const key = await away.key();
    proxy.cut();
    await there.plug(key, 'KD-0001');
    const keys = async () => (await there.client.inventory.list({})).keys;
    await expect.poll(async () => (await keys()).length).toBe(1);
    await there.client.inventory.reportLost({ id: (await keys())[0]?.id ?? '' });
    await there.unplug();
    expect(await enroll(away, 1, key, 'KD-0001')).toMatchObject({ type: 'completed' });
    proxy.mend();
    const states = async () => {
      const { assignments } = await there.client.assignments.list({});
      return assignments.map(({ state, deletion }) => [state, deletion?.done]);
    };
    await expect.poll(states, { timeout: 30_000 }).toEqual([['revoked', true]]);
  });
});
