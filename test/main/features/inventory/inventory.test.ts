import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { KeySummary } from '../../../../src/contract/keys/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { modelIdentity, serialIdentity } from '../../../../src/main/features/inventory/identity.ts';
import { keysFor } from '../../../../src/main/features/inventory/query.ts';
import { noteSeen } from '../../../../src/main/features/inventory/records.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

const OTHER = 'user3@contoso.example';
const given = { kind: 'given', pin: PIN } as const;
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data,
  );

describe('what a key is recognized by', () => {
  const key = (id: string, serial?: string): KeySummary => ({
    id,
    product: 'Key',
    vendorId: 0x1050,
    productId: 0x0407,
    ...(serial === undefined ? {} : { serial }),
  });

  test('is maker, product and serial number, whatever the port', () => {
    const one = serialIdentity(key('hid:1', '4711'), []);
    expect(one).toEqual({ identity: 'serial:4176:1031:4711', identifiedBy: 'serial' });
    expect(serialIdentity(key('hid:2', '4711'), [])).toEqual(one);
    expect(serialIdentity(key('hid:3', '4712'), [])).not.toEqual(one);
  });

  test('is no serial number that a second key tells too, and no blank one', () => {
    const twins = [key('hid:1', '0001'), key('hid:2', '0001')];
    expect(serialIdentity(twins[0] as KeySummary, twins)).toBeUndefined();
    expect(serialIdentity(key('hid:1', ' '), [])).toBeUndefined();
    expect(serialIdentity(key('hid:1'), [])).toBeUndefined();
  });

  test('is else the model alone, of one firmware', () => {
    const aaguid = '00000000-0000-0000-0000-000000000001';
    const one = modelIdentity(key('hid:1'), aaguid, 1);
    expect(modelIdentity(key('hid:2'), aaguid, 1)).toEqual(one);
    expect(modelIdentity(key('hid:2'), aaguid, 2)).not.toEqual(one);
  });

  test('keeps one row a key: seen again it keeps its beginning, and what was known of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-inventory-'));
    const store = openRecord(folder);
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    const identity = { identity: 'serial:1:2:3', identifiedBy: 'serial' } as const;
    const first = await noteSeen(store.database, identity, key('hid:1', '3'), { aaguid: 'a', firmwareVersion: 5 });
    const again = await noteSeen(store.database, identity, key('hid:9', '3'), undefined);
    expect(again).toMatchObject({ id: first.id, first_seen_at: first.first_seen_at, aaguid: 'a', firmware_version: 5 });
    expect(again.last_seen_at >= first.last_seen_at).toBe(true);
  });
});

test('the passkeys of each key are found by the key, however many a tenant has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-inventory-'));
  const store = openRecord(folder);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const plan = sql<{ detail: string }>`EXPLAIN QUERY PLAN SELECT * FROM ${keysFor('contoso')}`;
  const searches = (await plan.execute(store.database)).rows.filter(({ detail }) =>
    /SEARCH (assignment|d) /.test(detail),
  );
  expect(searches).toHaveLength(4);
  for (const { detail } of searches) expect(detail).toContain('USING INDEX assignment_security_key');
});

describe('a key without a serial number', () => {
  let desk: Desk;
  afterEach(() => desk.close());
  const keys = async () => (await desk.client.inventory.list({})).keys;
  const held = async () => (await desk.client.inventory.list({ states: ['active'] })).keys;

  test('is one of its model until it holds a passkey, then known by that', async () => {
    desk = await openDesk();
    expect(await desk.client.inventory.plugged({})).toMatchObject({
      identifiedBy: 'model',
      state: 'blank',
      user: null,
    });
    await enrollAt(desk, { pin: given });
    expect(await held()).toMatchObject([{ identifiedBy: 'credential', user: { userPrincipalName: USER } }]);
    const plugged = await desk.client.inventory.plugged({});
    expect(plugged).toMatchObject({ state: 'active', identifiedBy: 'credential', user: { userPrincipalName: USER } });
    expect(await keys()).toHaveLength(2);
  });

  test('is not given to a second user, and nothing is written to it', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    const before = desk.key.state();
    const { failure, events } = await enrollAt(desk, { user: OTHER, pin: given });
    expect(failure).toMatchObject({
      error: { code: 'key-belongs-to-another', params: { owner: USER } },
      journalState: null,
    });
    expect(events.filter(({ type }) => type === 'interaction')).toEqual([]);
    expect(desk.key.state()).toEqual(before);
    // What is told before *Create* is what Create would say.
    const check = (user: string) => desk.client.policy.check({ user, keyId: desk.keyId });
    const refused = { verdict: 'refused', reason: { code: 'key-belongs-to-another', params: { owner: USER } } };
    expect((await check(OTHER)).verdict).toMatchObject(refused);
    expect((await check(USER)).verdict).toMatchObject({ verdict: 'allowed' });
    expect(await desk.client.passkeys.list({ user: OTHER })).toEqual([]);
  });

  test('is somebody else’s to give once the passkey is deleted', async () => {
    desk = await openDesk();
    const { result } = await enrollAt(desk, { pin: given });
    await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
    const again = await enrollAt(desk, { user: OTHER, pin: given });
    expect(again.failure).toBeUndefined();
    expect(await held()).toMatchObject([{ user: { userPrincipalName: OTHER } }]);
  });

  test('is blank after a reset, and has no owner', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    desk.key.powerOff();
    desk.key.powerOn();
    const events: unknown[] = [];
    const confirm = (await desk.client.keys.info({})).product ?? desk.keyId;
    for await (const event of await desk.client.keys.reset({ confirm })) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'completed' });
    expect(await held()).toEqual([]);
    const { result } = await enrollAt(desk, { user: OTHER, pin: given });
    expect(result?.user.userPrincipalName).toBe(OTHER);
  });

  test('reported lost: the passkey is gone from Entra, the assignment revoked, the key refused', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    const [key] = await held();
    const report = await desk.client.inventory.reportLost({ id: key?.id ?? '' });
    expect(report).toMatchObject({
      key: { state: 'lost', deletionsDue: 0 },
      revoked: [{ state: 'revoked', reason: 'key-lost', deletion: { done: true, failure: null } }],
    });
    expect(await desk.client.passkeys.list({ user: USER })).toEqual([]);
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure?.error).toMatchObject({ code: 'key-reported-lost', params: { owner: USER } });
    const { verdict } = await desk.client.policy.check({ user: USER, keyId: desk.keyId });
    expect(verdict).toMatchObject({ verdict: 'refused', reason: { code: 'key-reported-lost' } });
    const { entries } = await desk.client.activity.list({ kinds: ['key-reported-lost', 'passkey-deleted'] });
    expect(entries.map(({ kind, result }) => [kind, result])).toEqual([
      ['passkey-deleted', 'done'],
      ['key-reported-lost', 'done'],
    ]);
    // Found again, and put back by whoever knows.
    expect(await desk.client.inventory.restore({ id: key?.id ?? '' })).toMatchObject({ state: 'blank' });
    expect((await enrollAt(desk, { pin: given })).failure).toBeUndefined();
  });

  test('reported lost while Entra cannot delete: the rest is done, and the deletion is made up for', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    const [key] = await held();
    desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 503, times: 4 });
    const report = await desk.client.inventory.reportLost({ id: key?.id ?? '' });
    expect(report).toMatchObject({
      key: { state: 'lost', deletionsDue: 1 },
      revoked: [{ state: 'revoked', deletion: { done: false, failure: { code: 'graph-unavailable' } } }],
    });
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
    expect((await desk.client.inventory.list({})).deletionsDue).toBe(1);
    // The next start makes up for it.
    await desk.restart();
    expect(await desk.client.passkeys.list({ user: USER })).toEqual([]);
    expect((await desk.client.inventory.list({})).deletionsDue).toBe(0);
  });

  test('that fails to show its passkeys for a moment is no blank one of its model', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    const [known] = await held();
    await desk.client.inventory.reportLost({ id: known?.id ?? '' });
    // Statuses that say nothing of passkeys: an unknown one, and one that a busy key gives.
    for (const status of [0x7f, 0x06, 0x21]) {
      desk.key.faults.statusOnCommand = { command: 0x02, status };
      expect(await failureOf(desk.client.inventory.plugged({}))).toMatchObject({
        code: expect.stringMatching(/^key-/),
      });
    }
    delete desk.key.faults.statusOnCommand;
    expect(await desk.client.inventory.plugged({})).toMatchObject({ id: known?.id, state: 'lost' });
  });

  test('that keeps its passkeys to itself says so by its status, and stays one of its model', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    for (const status of [0x2e, 0x36, 0x2b]) {
      desk.key.faults.statusOnCommand = { command: 0x02, status };
      expect(await desk.client.inventory.plugged({})).toMatchObject({ identifiedBy: 'model' });
    }
  });

  test('that stands for many cannot be reported lost', async () => {
    desk = await openDesk();
    const { id } = await desk.client.inventory.plugged({});
    expect(await failureOf(desk.client.inventory.reportLost({ id }))).toMatchObject({ code: 'inventory-key-unnamed' });
    expect(await failureOf(desk.client.inventory.retire({ id: 'nobody' }))).toMatchObject({
      code: 'inventory-key-not-found',
    });
  });

  test('that was retired is refused until it is put back', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: given });
    const id = (await held())[0]?.id ?? '';
    await desk.client.inventory.retire({ id });
    expect((await enrollAt(desk, { user: OTHER, pin: given })).failure?.error.code).toBe('key-retired');
    await desk.client.inventory.restore({ id });
    expect((await enrollAt(desk, { user: OTHER, pin: given })).failure).toBeUndefined();
  });
});
