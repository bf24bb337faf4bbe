import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;

/** The events as they stand in the database, oldest first. */
function events(of: Desk): { type: string; user: unknown; data: Record<string, unknown> }[] {
  const database = new DatabaseSync(join(of.folder, 'keydesk.db'), { readOnly: true });
  const rows = database.prepare('SELECT type, user_principal_name AS user, data FROM event ORDER BY seq').all();
  database.close();
  return rows.map(({ type, user, data }) => ({ type: String(type), user, data: JSON.parse(String(data)) }));
}

const list = (query: Parameters<Desk['client']['assignments']['list']>[0] = {}) => desk.client.assignments.list(query);
const only = async () => {
  const { assignments } = await list();
  const [first] = assignments;
  if (first === undefined || assignments.length > 1) throw new Error(`${assignments.length} assignments`);
  return first;
};

describe('an enrollment at the desk', () => {
  test('makes an assignment and leaves it active, with passkey, key and events', async () => {
    desk = await openDesk();
    const { result } = await enrollAt(desk, { pin: given });
    const assignment = await only();
    expect(assignment).toMatchObject({
      state: 'active',
      reason: 'registered',
      source: 'desk',
      purpose: 'primary',
      methodId: result?.method.id,
      credentialId: result?.credentialId,
      user: { userPrincipalName: USER, displayName: result?.user.displayName },
      key: { aaguid: result?.key.aaguid },
      failure: null,
    });
    expect(events(desk).map(({ type, user }) => [type, user])).toEqual([
      ['passkey.assigned', USER],
      ['passkey.registered', USER],
    ]);
    expect(events(desk)[1]?.data).toMatchObject({ assignmentId: assignment.id, methodId: result?.method.id });
    const { entries } = await desk.client.activity.list({ kinds: ['assignment-changed', 'passkey-assigned'] });
    expect(entries.map(({ kind, facts }) => [kind, facts?.to ?? null])).toEqual([
      ['assignment-changed', 'active'],
      ['assignment-changed', 'provisioning'],
      ['passkey-assigned', null],
    ]);
  });

  test('fulfills what the user has waiting, a second one becomes the backup, and further ones are additional', async () => {
    desk = await openDesk({ pin: PIN });
    const waiting = await desk.client.assignments.assign({ user: USER });
    await enrollAt(desk, { pin: given });
    const active = (await list({ states: ['active'] })).assignments;
    expect(active).toMatchObject([{ id: waiting.id, purpose: 'primary' }]);
  });

  test('that fails leaves it failed with its cause, and the next one takes it up again', async () => {
    desk = await openDesk({ pin: PIN });
    desk.graph.faults.add({ method: 'POST', path: 'fido2Methods', status: 400 });
    const { failure } = await enrollAt(desk, { pin: given });
    const failed = (await list({ states: ['failed'] })).assignments[0];
    expect(failed).toMatchObject({ reason: 'enrolment-failed', failure: { code: failure?.error.code } });
    expect(events(desk).at(-1)).toMatchObject({ type: 'passkey.failed', data: { code: failure?.error.code } });

    await enrollAt(desk, { pin: given });
    expect((await list({ user: USER })).assignments).toMatchObject([
      { id: failed?.id, state: 'active', failure: null },
    ]);
  });
});

test('deleting the passkey in Entra revokes its assignment', async () => {
  desk = await openDesk();
  const { result } = await enrollAt(desk, { pin: given });
  await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
  expect(await only()).toMatchObject({ state: 'revoked', reason: 'passkey-deleted', deletion: { done: true } });
  expect(events(desk).at(-1)).toMatchObject({ type: 'passkey.revoked' });
});
