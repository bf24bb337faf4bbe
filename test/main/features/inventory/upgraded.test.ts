import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeBack } from '../../base/store/takenBack.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt, PIN, USER } from '../enrollment/desk.ts';

const OTHER = 'user3@contoso.example';
const pin = { kind: 'given', pin: PIN } as const;
/** The last version that knew assignments only of its own enrollments. */
const EARLIER = 21;

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
});
afterEach(() => desk.close());

/** Changes the database of a Keydesk that has ended. */
function change(sql: string): void {
  const raw = new DatabaseSync(databaseFile(), { enableForeignKeyConstraints: false });
  raw.exec(sql);
  raw.close();
}

const databaseFile = () => join(desk.folder, 'keydesk.db');

/** Starts Keydesk again with the database as a version without assignments would have left it. */
const refreshAssignments = (journal: string) =>
  desk.restart(() => {
    change(`DELETE FROM assignment; DELETE FROM security_key; DELETE FROM event; UPDATE journal SET ${journal}`);
    takeBack(databaseFile(), EARLIER);
  });
const keys = async () => (await desk.client.inventory.list({})).keys;
const assignments = async () => (await desk.client.assignments.list({})).assignments;

describe('a passkey that was made by a version without assignments', () => {
  test.each([
    ['its key has a serial number that was noted', '4711', 'error = NULL'],
    ['its key has a serial number that was not noted', '4711', 'key_identity = NULL'],
    ['its key has no serial number', undefined, 'key_identity = NULL'],
  ])('is known to the guard and to Report lost: %s', async (_, serial, journal) => {
    const key = await desk.key();
    await desk.plug(key, serial);
    const { result } = await enrollAt(desk, { user: USER, pin });
    await desk.client.assignments.list({});
    await refreshAssignments(journal);
    await desk.plug(key, serial, 4);

    expect(await assignments()).toMatchObject([
      { user: { userPrincipalName: USER }, state: 'active', methodId: result?.method.id, reason: 'registered' },
    ]);
    const { failure } = await enrollAt(desk, { user: OTHER, pin });
    expect(failure?.error).toMatchObject({ code: 'key-belongs-to-another', params: { owner: USER } });
    expect(await desk.client.inventory.plugged({})).toMatchObject({ user: { userPrincipalName: USER } });
    const held = (await keys()).filter(({ state }) => state === 'active');
    expect(held).toMatchObject([
      { serial: serial ?? null, identifiedBy: serial === undefined ? 'credential' : 'serial' },
    ]);

    await desk.client.inventory.reportLost({ id: held[0]?.id ?? '' });
    expect(await desk.client.passkeys.list({ user: USER })).toEqual([]);
    expect((await enrollAt(desk, { user: OTHER, pin })).failure?.error.code).toBe('key-reported-lost');
  });

  test('has none that would be made twice, and none for a passkey that Keydesk has deleted', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    const { result } = await enrollAt(desk, { user: USER, pin });
    await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
    expect((await enrollAt(desk, { user: OTHER, pin })).failure).toBeUndefined();
    const before = await assignments();
    await desk.restart(() => {
      change("DELETE FROM assignment WHERE state = 'revoked'");
      takeBack(databaseFile(), EARLIER);
    });
    expect(await assignments()).toEqual(before.filter(({ state }) => state === 'active'));
  });
});

describe('an unfinished enrollment', () => {
  test('of a version without assignments gets one when it is finished, with its event and its entry', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    const { result } = await enrollAt(desk, { user: USER, pin });
    await desk.client.assignments.list({});
    await refreshAssignments("state = 'needs-attention', method_id = NULL, error = NULL, instance = ''");
    await expect.poll(assignments).toMatchObject([
      {
        user: { userPrincipalName: USER },
        state: 'active',
        methodId: result?.method.id,
        passkeyName: result?.method.displayName,
      },
    ]);
    // It is linked to its key, and made once.
    const raw = new DatabaseSync(databaseFile(), { readOnly: true });
    const events = raw
      .prepare('SELECT type FROM event ORDER BY seq')
      .all()
      .map(({ type }) => type);
    raw.close();
    expect(events).toEqual(['passkey.assigned', 'passkey.registered']);
    await desk.restart();
    expect(await assignments()).toHaveLength(1);
    const { failure } = await enrollAt(desk, { user: OTHER, pin });
    expect(failure?.error.code).toBe('key-belongs-to-another');
  });
});
