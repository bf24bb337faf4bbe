import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enrollAt, PIN, USER } from '../enrollment/desk.ts';
import { type BusDesk, openBusDesk } from '../keys/busDesk.ts';

const OTHER = 'user3@contoso.example';
const pin = { kind: 'given', pin: PIN } as const;
/** The last version that knew assignments only of its own enrollments. */
const EARLIER = 21;

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
});
afterEach(() => desk.close());

function change(sql: string): void {
  const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000, enableForeignKeyConstraints: false });
  raw.exec(sql);
  raw.close();
}

/** The database as a version without assignments left it. */
const forgetAssignments = (journal: string) =>
  change(
    `DELETE FROM assignment; DELETE FROM security_key; UPDATE journal SET ${journal};
     DROP INDEX journal_owes; DROP INDEX assignment_enrollment; ALTER TABLE journal DROP COLUMN owes_assignment;
     PRAGMA user_version = ${EARLIER}`,
  );
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
    forgetAssignments(journal);
    await desk.restart();
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
    change(
      `DROP INDEX journal_owes; DROP INDEX assignment_enrollment; ALTER TABLE journal DROP COLUMN owes_assignment;
       DELETE FROM assignment WHERE state = 'revoked'; PRAGMA user_version = ${EARLIER}`,
    );
    await desk.restart();
    expect(await assignments()).toEqual(before.filter(({ state }) => state === 'active'));
  });
});

describe('an unfinished enrollment', () => {
  test('of a version without assignments gets one when it is finished, with its event and its entry', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    const { result } = await enrollAt(desk, { user: USER, pin });
    await desk.client.assignments.list({});
    forgetAssignments("state = 'needs-attention', method_id = NULL, error = NULL, instance = ''");
    change('DELETE FROM event');
    await desk.restart();
    await expect.poll(assignments).toMatchObject([
      {
        user: { userPrincipalName: USER },
        state: 'active',
        methodId: result?.method.id,
        passkeyName: result?.method.displayName,
      },
    ]);
    // It is linked to its key, and made once.
    const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'), { readOnly: true });
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
