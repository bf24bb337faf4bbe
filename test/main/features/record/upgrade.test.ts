import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { sharedTables, stationRights } from '../../../../src/main/app/record/sharedTables.ts';
import { rolesSql } from '../../../../src/main/base/record/roles.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { BEFORE, makeOlderRecord, tablesBefore } from './olderRecord.ts';

const NOW = BEFORE + 1;

let postgres: Postgres;
let graph: GraphSimulator;
let database: string;
let url: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

async function openDesk(): Promise<BusDesk> {
  const desk = await openBusDesk(undefined, undefined, undefined, graph);
  onTestFinished(desk.close);
  return desk;
}

/** A desk whose Keydesk was updated while its record was not. */
async function openUpdated(): Promise<BusDesk> {
  const desk = await openDesk();
  await desk.restart(() => makeOlderRecord(desk.folder, url));
  return desk;
}

const user = (n: number) => `user${n}@contoso.example`;
const setVersion = (version: number, writesFrom: number) =>
  postgres.query(database, `UPDATE keydesk.record SET version = ${version}, writes_from = ${writesFrom}`);
const refusal = (code: string) => ({ data: { code } });

describe.skipIf(noPostgres !== null)('a desk and a record of another version', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    database = `v${++made}`;
    url = await postgres.database(database);
  });

  test('an updated desk says that the record is older, upgrades it, and goes on', async () => {
    const desk = await openUpdated();
    // The server has no roles of a record.
    const before = tablesBefore().map(({ name }) => name);
    const added = sharedTables.shared.filter(name => !before.includes(name));
    const state = await desk.client.record.show();
    expect(state).toMatchObject({
      reachable: true,
      trouble: { code: 'record-older' },
      versions: { record: BEFORE, here: NOW, writesFrom: BEFORE },
      desks: [{ name: 'Before', version: NOW, standing: 'ahead', isThis: true }],
    });
    expect(await desk.client.record.sight()).toMatchObject({ reachable: true, trouble: { code: 'record-older' } });
    await expect(desk.client.assignments.assign({ user: user(1) })).rejects.toMatchObject(refusal('record-older'));
    await expect(desk.client.record.check()).rejects.toMatchObject(refusal('record-older'));
    expect(await desk.client.record.upgrade({})).toMatchObject({ from: BEFORE, to: NOW, ungranted: added });
    expect(await desk.client.record.show()).toMatchObject({ trouble: null, desks: [{ standing: 'same' }] });
    await desk.client.assignments.assign({ user: user(1) });
    expect(await desk.client.record.check()).toMatchObject({ differences: [] });
    expect(await desk.client.record.upgrade({})).toMatchObject({ from: NOW, to: NOW, rows: 0 });
  });

  test('an updated desk says first that the record has lost changes, and that it must be upgraded to get them back', async () => {
    const desk = await openUpdated();
    await expect.poll(async () => (await desk.client.record.sight()).trouble?.code).toBe('record-older');
    await postgres.query(database, 'UPDATE keydesk.revision SET id = gen_random_uuid()');
    expect(await desk.client.record.show()).toMatchObject({
      trouble: { code: 'record-rewound' },
      versions: { record: BEFORE, here: NOW },
    });
    await expect(desk.client.record.bringBack()).rejects.toMatchObject(refusal('record-older'));
    expect(await desk.client.record.upgrade({})).toMatchObject({ to: NOW });
    await expect(desk.client.assignments.assign({ user: user(1) })).rejects.toMatchObject(refusal('record-rewound'));
  });

  test('entries of the log that waited while the record was older are in it after the upgrade, without a restart', async () => {
    const desk = await openUpdated();
    await expect.poll(async () => (await desk.client.record.sight()).trouble?.code).toBe('record-older');
    await desk.client.keys.setPin({ keyId: await desk.plug(await desk.key(), 'SN1'), pin: '739164' });
    expect((await desk.client.record.show()).waiting).toBeGreaterThan(0);
    await desk.client.record.upgrade({});
    await expect.poll(async () => (await desk.client.record.show()).waiting, { timeout: 10_000 }).toBe(0);
    const entries = await postgres.query(database, 'SELECT kind FROM keydesk.activity');
    expect(entries.map(({ kind }) => kind)).toContain('key-pin-set');
  });

  test('begins no enrollment while the record is older, and touches no key', async () => {
    const desk = await openUpdated();
    const key = await desk.key();
    const keyId = await desk.plug(key, 'SN1');
    const enroll = desk.client.enrollment.start({
      user: user(2),
      keyId,
      pin: { kind: 'given', pin: '739164' },
      interactive: false,
    });
    await expect(enroll).rejects.toMatchObject(refusal('record-older'));
    expect((await desk.client.keys.info({ keyId })).options.clientPin).toBe(false);
  });

  test('a desk that is no owner is told who is, and upgrades with that sign-in', async () => {
    const desk = await openUpdated();
    await postgres.query(database, rolesSql(tablesBefore(), stationRights));
    await postgres.query(database, `CREATE ROLE counter LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`);
    const counter = url.replace('desk@', 'counter@');
    await expect(desk.client.record.upgrade({ url: counter })).rejects.toMatchObject({
      data: { code: 'record-owner-needed', params: { owner: 'desk', user: 'counter' } },
    });
    await expect(desk.client.record.upgrade({ password: 'without an address' })).rejects.toThrow();
    await expect(desk.client.record.upgrade({ url, password: 'wrong' })).rejects.toMatchObject(
      refusal('record-refused'),
    );
    expect(await desk.client.record.upgrade({ url, password: PASSWORD })).toMatchObject({ to: NOW });
  });

  test('a new desk joins after the upgrade, which any computer with the owner’s sign-in can make', async () => {
    await openUpdated();
    const fresh = await openDesk();
    await expect(fresh.client.record.join({ url, name: 'Fresh' })).rejects.toMatchObject(refusal('record-older'));
    await expect(fresh.client.record.upgrade({})).rejects.toMatchObject(refusal('record-none'));
    expect(await fresh.client.record.upgrade({ url })).toMatchObject({ from: BEFORE, to: NOW });
    await fresh.client.record.join({ url, name: 'Fresh' });
    await fresh.restart();
    expect((await fresh.client.record.show()).desks.map(({ name }) => name)).toEqual(['Before', 'Fresh']);
  });

  test('an older desk writes on if the record lets it, and otherwise says that it only reads', async () => {
    const desk = await openDesk();
    await desk.client.record.create({ url, name: 'A' });
    await desk.restart();
    await setVersion(NOW + 1, NOW);
    await desk.client.assignments.assign({ user: user(1) });
    expect(await desk.client.record.show()).toMatchObject({ trouble: null, desks: [{ standing: 'older' }] });
    await setVersion(NOW + 1, NOW + 1);
    await expect(desk.client.assignments.assign({ user: user(2) })).rejects.toMatchObject(refusal('record-newer'));
    expect(await desk.client.record.show()).toMatchObject({
      reachable: true,
      trouble: { code: 'record-newer' },
      desks: [{ standing: 'reader' }],
    });
    expect((await desk.client.assignments.list({})).assignments).toHaveLength(1);
    await expect(desk.client.record.upgrade({})).rejects.toMatchObject(refusal('record-newer'));
  });
});
