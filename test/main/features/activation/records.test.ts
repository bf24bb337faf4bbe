import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import type { InventoryKey } from '../../../../src/contract/inventory/schema.ts';
import { finishActivations } from '../../../../src/main/features/activation/finishActivation.ts';
import {
  type ActivationRecords,
  type ActivationRow,
  createActivationRecords,
} from '../../../../src/main/features/activation/records.ts';
import { openSharedDesk, type SharedDesk, TENANT } from '../assignments/sharedFolder.ts';

type Key = InventoryKey & { keyId: string };
const key = {
  id: 'key',
  keyId: 'hid:1',
  identifiedBy: 'serial',
  aaguid: 'a',
  serial: '1',
  product: 'Key one',
} as unknown as Key;
/** A key that nothing tells from others of its model. */
const alike: Key = { ...key, id: 'model', identifiedBy: 'model', serial: null };
const user = { id: 'mia', userPrincipalName: 'mia@contoso.example', displayName: 'Mia' };
const max = { ...user, id: 'max', userPrincipalName: 'max@contoso.example' };
const place = { tenant: TENANT, station: 'station' };
const HOUR = 3_600_000;

let folder: string;
let desk: SharedDesk;
let records: ActivationRecords;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-records-'));
  desk = openSharedDesk(folder);
  records = createActivationRecords({ database: desk.store.database, activity: desk.activity });
});
afterEach(async () => {
  vi.useRealTimers();
  await desk.activity.close();
  await desk.store.close();
  desk.instance.close();
  rmSync(folder, { recursive: true, force: true });
});

const allow = async () => undefined;
const refuse = async () => {
  throw new KeydeskError('activation-code-used');
};
const begin = (of = key, whose = user, at = place, confirm: () => Promise<void> = allow) =>
  records.begin({ user: whose, proof: 'code', codeId: 'code' }, of, at, confirm);
/** Another activation, a minute after the one before. */
const beginLater = (...args: Parameters<typeof begin>) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  return begin(...args);
};
const rows = (table: 'activation' | 'event' | 'activity') =>
  desk.store.database.selectFrom(table).selectAll().execute();
const counts = async () => [(await rows('activation')).length, (await rows('event')).length, await logged()];
const logged = async () => (await rows('activity')).filter(({ kind }) => kind === 'key-activated').length;

/** An assignment of the user on a key of the inventory. */
async function assign(id: string, row: Record<string, string | null>): Promise<void> {
  const keyId = row.security_key_id ?? null;
  const at = new Date(0).toISOString();
  if (keyId !== null) {
    await desk.store.database
      .insertInto('security_key')
      .values({ id: keyId, identity: keyId, identified_by: 'serial', first_seen_at: at, last_seen_at: at } as never)
      .onConflict(conflict => conflict.doNothing())
      .execute();
  }
  await desk.add(id, { user_id: user.id, purpose: 'additional', state: 'active', ...row });
}

describe('an activation', () => {
  test('that is not allowed when it begins leaves nothing behind', async () => {
    await expect(begin(key, user, place, refuse)).rejects.toMatchObject({ code: 'activation-code-used' });
    expect(await counts()).toEqual([0, 0, 0]);
    await begin();
    expect(await counts()).toEqual([1, 1, 1]);
  });

  test('is checked in the transaction that writes it', async () => {
    const inside: number[] = [];
    await records.begin({ user, proof: 'sign-in', codeId: null }, key, place, async open => {
      inside.push((await open.selectFrom('activation').selectAll().execute()).length);
    });
    expect(inside).toEqual([1]);
  });

  test('is in the table, in the event for workflows and in the activity log with all that is known', async () => {
    const row = await begin();
    expect(row).toMatchObject({
      ...{ tenant: TENANT, user_id: 'mia', user_principal_name: user.userPrincipalName, security_key_id: 'key' },
      ...{ key_aaguid: 'a', key_serial: '1', station: 'station', proof: 'code', code_id: 'code', finished_at: null },
    });
    expect(Date.now() - Date.parse(row.activated_at)).toBeLessThan(HOUR);
    expect(await rows('activation')).toEqual([row]);
    const [event] = await rows('event');
    expect(event).toMatchObject({ type: 'security-key.activated', tenant: TENANT, user_id: 'mia' });
    expect(JSON.parse(event?.data ?? '')).toMatchObject({
      ...{ activationId: row.id, keyAaguid: 'a', keySerial: '1', station: 'station', proof: 'code' },
    });
    const [entry] = await rows('activity');
    expect(entry).toMatchObject({
      kind: 'key-activated',
      user_id: 'mia',
      key_id: 'hid:1',
      key_aaguid: 'a',
      key_serial: '1',
    });
    expect(JSON.parse(entry?.facts ?? '')).toEqual({
      ...{ activationId: row.id, station: 'station', proof: 'code', product: 'Key one' },
    });
  });

  test('of a key that nothing tells from others names the model and no key', async () => {
    const row = await begin(alike);
    expect(row).toMatchObject({ security_key_id: null, key_aaguid: 'a' });
  });

  test('that goes on with another key is in the log, if it is still allowed, and publishes no second event', async () => {
    const note = vi.spyOn(desk.activity, 'note');
    const row = await begin(alike);
    expect(note).toHaveBeenCalledTimes(1);
    await expect(records.goOn(row, alike, place, 'code', refuse)).rejects.toMatchObject({
      code: 'activation-code-used',
    });
    expect(await counts()).toEqual([1, 1, 1]);
    await records.goOn(row, { ...alike, keyId: 'hid:2' }, { ...place, station: 'other' }, 'sign-in', allow);
    expect(note).toHaveBeenCalledTimes(2);
    expect(await counts()).toEqual([1, 1, 2]);
    const entry = (await rows('activity')).at(-1);
    expect(entry).toMatchObject({ user_id: 'mia', key_id: 'hid:2', key_serial: null });
    expect(JSON.parse(entry?.facts ?? '')).toMatchObject({
      ...{ activationId: row.id, station: 'other', proof: 'sign-in', continued: true },
    });
  });
});

describe('the activation of this very key', () => {
  test('is the latest of the user, in the tenant, with the key', async () => {
    await begin();
    const latest = await beginLater();
    await beginLater(key, max);
    await beginLater(key, user, { ...place, tenant: 'fabrikam' });
    await beginLater({ ...key, id: 'another key' });
    expect(await records.find(TENANT, user.id, key)).toEqual(latest);
    expect(await records.find(TENANT, user.id, { ...key, id: 'a third key' })).toBeUndefined();
  });

  test('is never that of a model', async () => {
    const row = await begin(alike);
    await assign('assigned', { security_key_id: alike.id });
    await records.leadsTo(row, 'assigned');
    expect(await records.find(TENANT, user.id, alike)).toBeUndefined();
  });

  test('is known by the passkey that it led to, where only that tells the key', async () => {
    const [row, other] = [await begin(alike), await beginLater(alike)];
    await assign('assigned', { security_key_id: 'told by its passkey' });
    await assign('another', { security_key_id: 'another one' });
    await records.leadsTo(row, 'assigned');
    await records.leadsTo(other, 'another');
    const told: Key = { ...key, id: 'told by its passkey', identifiedBy: 'credential' };
    expect(await records.find(TENANT, user.id, told)).toEqual(row);
    // An assignment leads back to the activation that it was made for last.
    await records.leadsTo(other, 'assigned');
    expect(await records.find(TENANT, user.id, told)).toEqual(other);
  });
});

describe('an unfinished activation of the model', () => {
  test('is the latest that led to no passkey', async () => {
    await begin(alike);
    const latest = await beginLater(alike);
    await beginLater({ ...alike, aaguid: 'b' });
    await beginLater(key);
    await beginLater(alike, max);
    expect(await records.unfinished(TENANT, user.id, alike)).toEqual(latest);
    await records.finish(latest);
    expect((await records.unfinished(TENANT, user.id, alike))?.id).not.toBe(latest.id);
  });
});

describe('the passkey of an activation', () => {
  test('is the active one that was made last for it', async () => {
    const [row, other] = [await begin(), await begin(key, max)];
    expect(await records.passkey(row)).toBe(null);
    const made: [string, Record<string, string | null>][] = [
      ['older', { passkey_name: 'Older', activated_at: '2026-01-01' }],
      ['newer', { passkey_name: 'Newer', activated_at: '2026-01-02' }],
      ['oldest', { passkey_name: 'Oldest', activated_at: '2025-01-01' }],
      ['revoked', { passkey_name: 'Revoked', activated_at: '2026-01-03', state: 'revoked' }],
    ];
    for (const [id, assigned] of made) {
      await assign(id, assigned);
      await records.leadsTo(row, id);
    }
    expect(await records.passkey(row)).toEqual({ displayName: 'Newer' });
    expect(await records.passkey(other)).toBe(null);
  });

  test('may have no name', async () => {
    const row = await begin();
    await assign('nameless', { passkey_name: null });
    await records.leadsTo(row, 'nameless');
    expect(await records.passkey(row)).toEqual({ displayName: '' });
  });
});

describe('the end of an activation', () => {
  const addCode = (id: string, change: Record<string, string | null> = {}) =>
    desk.store.database
      .insertInto('activation_code')
      .values({
        ...{ id, tenant: TENANT, user_id: user.id, user_principal_name: user.userPrincipalName, display_name: 'Mia' },
        ...{ salt: new Uint8Array(16), hash: new Uint8Array(32), tries_left: 5, used_at: null, withdrawn_at: null },
        ...{ created_at: '2026', expires_at: '2027', ...change },
      })
      .execute();
  const codes = async () =>
    Object.fromEntries(
      (await desk.store.database.selectFrom('activation_code').selectAll().execute()).map(row => [row.id, row.used_at]),
    );
  const finishedAt = async ({ id }: ActivationRow) =>
    (await rows('activation')).find(row => row.id === id)?.finished_at;
  const finishBy = (of: { id: string; security_key_id: string | null; tenant?: string; user_id?: string }) =>
    desk.store.database.write(transaction =>
      finishActivations(transaction, { tenant: TENANT, user_id: user.id, ...of }),
    );

  test('uses up the open codes of the user in the tenant, and no others', async () => {
    const row = await begin();
    await addCode('open');
    await addCode('used', { used_at: 'before' });
    await addCode('withdrawn', { withdrawn_at: 'before' });
    await addCode('of Max', { user_id: max.id });
    await addCode('elsewhere', { tenant: 'fabrikam' });
    await records.finish(row);
    expect(await finishedAt(row)).toEqual(expect.any(String));
    expect(await codes()).toEqual({
      ...{ open: expect.any(String), used: 'before', withdrawn: null, 'of Max': null, elsewhere: null },
    });
  });

  test('is noted once, and of this activation alone', async () => {
    const [row, other] = [await begin(), await begin()];
    await records.finish(row);
    const first = await finishedAt(row);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR });
    await records.finish(row);
    expect([await finishedAt(row), await finishedAt(other)]).toEqual([first, null]);
  });

  test('that was finished before spends no code that was made since', async () => {
    const row = await begin();
    await addCode('open');
    await records.finish(row);
    await addCode('fresh');
    await records.finish(row);
    expect(await codes()).toEqual({ open: expect.any(String), fresh: null });
  });

  test('comes with the passkey that it led to, and with one on its very key, and uses up the code', async () => {
    const [linked, sameKey, otherKey, model] = [
      await begin(alike),
      await begin(),
      await begin({ ...key, id: 'other' }),
      await begin(alike),
    ];
    const [ofMax, elsewhere] = [await begin(key, max), await begin(key, user, { ...place, tenant: 'fabrikam' })];
    await addCode('open');
    await assign('assigned', { security_key_id: 'key' });
    await records.leadsTo(linked, 'assigned');
    await finishBy({ id: 'assigned', security_key_id: 'key' });
    for (const row of [linked, sameKey]) expect(await finishedAt(row)).toEqual(expect.any(String));
    for (const row of [otherKey, model, ofMax, elsewhere]) expect(await finishedAt(row)).toBe(null);
    expect(await codes()).toEqual({ open: expect.any(String) });
  });

  test('is noted once: a second passkey on the key changes neither its time nor another code', async () => {
    const row = await begin();
    await finishBy({ id: 'assigned', security_key_id: 'key' });
    const first = await finishedAt(row);
    await addCode('open');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR });
    await finishBy({ id: 'assigned', security_key_id: 'key' });
    expect([await finishedAt(row), await codes()]).toEqual([first, { open: null }]);
  });

  test('does not come with a passkey on a key that nothing tells, and then leaves the code', async () => {
    const row = await begin(alike);
    await addCode('open');
    await finishBy({ id: 'assigned', security_key_id: null });
    expect([await finishedAt(row), await codes()]).toEqual([null, { open: null }]);
  });
});
