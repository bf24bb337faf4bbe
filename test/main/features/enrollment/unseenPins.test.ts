import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { type Instance, registerInstance } from '../../../../src/main/base/store/instance.ts';
import { createJournal } from '../../../../src/main/features/enrollment/journal.ts';
import { createUnseenPins } from '../../../../src/main/features/enrollment/unseenPins.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';
import { type Desk, enrollAt, openDesk, USER } from './desk.ts';
import { entry } from './journalEntry.ts';

const random = { kind: 'random', length: 6 } as const;

describe('a random PIN', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());
  const lost = async () => (await desk.client.activity.list({ kinds: ['pin-never-seen'] })).entries;
  /** The id of the run: a person who follows it says with it that they have seen its PIN. */
  const enroll = async () => {
    let run = '';
    const { result } = await enrollAt(desk, { pin: random }, (_, id) => {
      run = id;
    });
    expect(result?.pin.random).toMatch(/^\d{6}$/);
    return { run, enrollmentId: result?.enrollmentId };
  };

  test('that a person has seen leaves nothing behind', async () => {
    const { run } = await enroll();
    await desk.client.enrollment.pinSeen({ enrollmentId: run });
    await desk.restart();
    expect(await lost()).toEqual([]);
  });

  test('that was with Keydesk when it ended is recorded, once, with its user and key', async () => {
    const { enrollmentId } = await enroll();
    expect(await lost()).toEqual([]);
    await desk.restart();
    await desk.restart();
    expect(await lost()).toMatchObject([
      {
        result: 'failed',
        user: { userPrincipalName: USER },
        key: { id: desk.keyId },
        cause: { code: 'pin-never-seen' },
        facts: { enrollmentId },
      },
    ]);
  });

  test('that a window dismissed unseen is recorded at once', async () => {
    const user = { id: USER, userPrincipalName: USER, displayName: 'Ines' };
    const enrollmentId = crypto.randomUUID();
    await desk.client.enrollment.begin({ enrollmentId, user, keyId: desk.keyId, pin: random });
    await expect
      .poll(() => desk.client.enrollment.showPin({ enrollmentId }).catch(() => null), { timeout: 20_000 })
      .not.toBe(null);
    await desk.client.enrollment.dismiss({ enrollmentId });
    expect(await lost()).toHaveLength(1);
  });

  test('that no key took is not one', async () => {
    desk.key.faults.pinRefusals = 20;
    const { failure } = await enrollAt(desk, { pin: random });
    expect(failure).toMatchObject({ error: { code: 'pin-breaks-rule' } });
    expect(desk.key.state().pinSet).toBe(false);
    await desk.restart();
    expect(await lost()).toEqual([]);
  });
});

describe('the record of unseen PINs', () => {
  let folder: string;
  let store: Store;
  let mine: Instance;
  const logged: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-unseen-'));
    store = openRecord(folder);
    mine = registerInstance(folder);
    logged.length = 0;
  });
  afterEach(async () => {
    await store.close();
    mine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (instance: Instance) => {
    const log = (message: string) => void logged.push(message);
    const activity = openTestActivity({ folder, store, log });
    return { pins: createUnseenPins({ store, instance, activity: () => activity, log }), activity };
  };
  const begin = (identity: string | null) => createJournal(store, mine).begin({ ...entry, key_identity: identity });
  const rows = () => store.database.selectFrom('unseen_pin').select(['enrollment_id', 'lost_at']).execute();

  test('is left alone while the Keydesk that holds the PIN lives, and written once it has ended', async () => {
    const held = await begin('serial:1');
    const other = registerInstance(folder);
    await open(other).pins.made(held, false);
    const { pins, activity } = open(mine);
    await pins.recordLost();
    expect((await activity.list({ limit: 10 })).entries).toEqual([]);
    other.close();
    await Promise.all([pins.recordLost(), pins.recordLost()]);
    expect((await activity.list({ limit: 10 })).entries).toHaveLength(1);
    expect(await rows()).toMatchObject([{ enrollment_id: held, lost_at: expect.any(String) }]);
    await activity.close();
    expect(logged).toEqual([]);
  });

  test('keeps one row of a key, until a person knows its PIN or the key has none', async () => {
    const { pins, activity } = open(mine);
    const [first, second] = [await begin('serial:1'), await begin('serial:1')];
    await pins.made(first, false);
    await pins.loseOwn();
    await pins.made(second, false);
    expect(await rows()).toEqual([{ enrollment_id: second, lost_at: null }]);
    await pins.loseOwn();
    await pins.known({ identity: 'serial:2', id: 'key' });
    expect(await rows()).toHaveLength(1);
    await pins.known({ identity: 'serial:1', id: undefined });
    expect(await rows()).toEqual([]);
    await activity.close();
  });

  test('tells whoever is to enter the PIN of a key: of that key, or of any of a model that has no serial numbers', async () => {
    const { pins, activity } = open(mine);
    const { key_aaguid: model } = entry;
    const told = async () => [await pins.lostOn('serial:1', model), await pins.lostOn(undefined, model)];
    const [named, unnamed] = [await begin('serial:1'), await begin(null)];
    await pins.made(named, false);
    expect(await told()).toEqual([undefined, undefined]);
    await pins.loseOwn();
    expect(await told()).toEqual(['pin-never-seen', undefined]);
    await pins.made(unnamed, false);
    await pins.loseOwn();
    expect(await told()).toEqual(['pin-never-seen', 'pin-perhaps-unknown']);
    expect(await pins.lostOn(undefined, 'another model')).toBeUndefined();
    await activity.close();
  });

  test('knows a key without a serial number by its assignment', async () => {
    const { pins, activity } = open(mine);
    const id = await begin(null);
    await pins.made(id, false);
    await pins.loseOwn();
    const about = { tenant: 't', user_id: 'u', user_principal_name: 'u', display_name: 'u', purpose: 'primary' };
    const times = { created_at: '', updated_at: '' };
    const row = {
      id: 'a',
      ...about,
      ...times,
      state: 'active',
      source: 'desk',
      reason: 'registered',
      enrollment_id: id,
    };
    await store.database
      .insertInto('security_key')
      .values({ id: 'key', identity: 'c', identified_by: 'credential', first_seen_at: '', last_seen_at: '' } as never)
      .execute();
    await store.database
      .insertInto('assignment')
      .values({ ...row, security_key_id: 'key' } as never)
      .execute();
    await pins.known({ identity: undefined, id: 'another' });
    expect(await rows()).toHaveLength(1);
    await pins.known({ identity: undefined, id: 'key' });
    expect(await rows()).toEqual([]);
    expect((await activity.list({ limit: 10 })).entries).toHaveLength(1);
    await activity.close();
  });
});
