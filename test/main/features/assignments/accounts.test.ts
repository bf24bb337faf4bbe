import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportEvent } from '../../../../src/contract/directory/schema.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

const OTHER = 'user3@contoso.example';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
  await importAll();
});
afterEach(() => desk.close());

async function importAll(full = false): Promise<ImportEvent | undefined> {
  let last: ImportEvent | undefined;
  for await (const event of await desk.client.directory.import({ full })) last = event;
  return last;
}

const list = (query: Parameters<Desk['client']['assignments']['list']>[0] = {}) => desk.client.assignments.list(query);
const mine = async (user = USER) => (await list({ user })).assignments[0];
const changes = async () =>
  (await desk.client.activity.list({ kinds: ['assignment-user-changed'] })).entries.map(({ facts }) => facts);

describe('after a complete import', () => {
  test('the passkey of a deleted user is marked, found by its mark, and says what to do', async () => {
    desk.graph.tenant.removeUser(USER);
    expect(await importAll()).toMatchObject({ kind: 'done' });
    expect(await mine()).toMatchObject({ state: 'active', account: 'left', accountAt: expect.any(String) });
    const { assignments, accounts, counts, total } = await list({ accounts: ['left'] });
    expect(assignments.map(({ user }) => user.userPrincipalName)).toEqual([USER]);
    expect({ accounts, active: counts.active, total }).toEqual({
      accounts: { left: 1, disabled: 0 },
      active: 1,
      total: 1,
    });
    expect(await list({ accounts: ['disabled'] })).toMatchObject({ assignments: [], total: 0, counts: { active: 1 } });
    expect(await changes()).toEqual([{ change: 'left', assignments: 1 }]);
  });

  test('a full import, whose rounds do not have the user, marks it too', async () => {
    desk.graph.tenant.removeUser(USER);
    desk.graph.tenant.expireLinks();
    expect(await importAll()).toMatchObject({ kind: 'done', full: true });
    expect(await mine()).toMatchObject({ account: 'left' });
  });

  test('a disabled user is marked, one who is enabled again is not', async () => {
    desk.graph.tenant.changeUser(USER, { accountEnabled: false });
    await importAll();
    expect(await mine()).toMatchObject({ state: 'active', account: 'disabled' });
    desk.graph.tenant.changeUser(USER, { accountEnabled: true });
    await importAll();
    expect(await mine()).toMatchObject({ state: 'active', account: null, accountAt: null });
    expect(await changes()).toEqual([
      { change: 'returned', assignments: 1 },
      { change: 'disabled', assignments: 1 },
    ]);
  });

  test('a user who was deleted and restored loses the mark', async () => {
    const { id } = (await mine())?.user ?? { id: '' };
    desk.graph.tenant.removeUser(USER);
    await importAll();
    desk.graph.tenant.restoreUser(id);
    await importAll();
    expect(await mine()).toMatchObject({ state: 'active', account: null });
  });

  test('the rows of a renamed user have the new name, in their old order', async () => {
    await desk.client.assignments.assign({ user: OTHER });
    const before = await mine();
    desk.graph.tenant.changeUser(USER, { userPrincipalName: 'eva@contoso.example', displayName: 'Eva Neu' });
    await importAll();
    expect(await mine(USER)).toBeUndefined();
    const { assignments } = await list();
    expect(assignments.map(({ user }) => user.userPrincipalName)).toEqual([OTHER, 'eva@contoso.example']);
    expect(assignments[1]).toMatchObject({ user: { displayName: 'Eva Neu' }, updatedAt: before?.updatedAt });
    expect(await changes()).toEqual([{ change: 'renamed', before: USER }]);
  });

  test('an assignment that waits is marked, and loses the mark when it ends', async () => {
    const { id } = await desk.client.assignments.assign({ user: OTHER });
    desk.graph.tenant.removeUser(OTHER);
    await importAll();
    expect(await mine(OTHER)).toMatchObject({ state: 'pending', account: 'left' });
    await desk.client.assignments.cancel({ id });
    expect(await mine(OTHER)).toMatchObject({ state: 'cancelled', account: null });
    expect((await list({ accounts: ['left'] })).total).toBe(0);
  });

  test('nothing is written again by an import without changes', async () => {
    desk.graph.tenant.changeUser(USER, { accountEnabled: false });
    await importAll();
    const marked = await mine();
    await importAll(true);
    expect(await mine()).toEqual(marked);
    expect(await changes()).toHaveLength(1);
  });
});

describe('nobody is marked', () => {
  test('by a full import that fails although its pages do not have the user', async () => {
    desk.graph.faults.add({ path: 'users/delta', times: 2, status: 200, malformed: '{"value":[]}' });
    expect(await importAll(true)).toMatchObject({ kind: 'failed', failure: { code: 'graph-round-incomplete' } });
    expect(await mine()).toMatchObject({ state: 'active', account: null });
    expect(await importAll()).toMatchObject({ kind: 'done' });
    expect(await mine()).toMatchObject({ account: null });
  });

  test('by an import that is refused', async () => {
    desk.graph.tenant.removeUser(USER);
    desk.graph.faults.add({ path: 'users/delta', times: 4, status: 403, code: 'Authorization_RequestDenied' });
    expect(await importAll()).toMatchObject({ kind: 'failed' });
    expect(await mine()).toMatchObject({ account: null });
  });
});

test('a key that a user gives back loses its passkey, and can be given to another user', async () => {
  const key = (await mine())?.key?.id ?? '';
  const inventory = await desk.client.inventory.list({});
  const id = key === '' ? (inventory.keys[0]?.id ?? '') : key;
  const report = await desk.client.inventory.takeBack({ id });
  expect(report).toMatchObject({
    key: { state: 'blank', markedAt: null },
    revoked: [{ state: 'revoked', reason: 'key-returned', deletion: { done: true } }],
  });
  expect(desk.graph.state.methods).toEqual([]);
  const { entries } = await desk.client.activity.list({ kinds: ['key-returned'] });
  expect(entries).toMatchObject([{ facts: { revoked: 1 } }]);
});
