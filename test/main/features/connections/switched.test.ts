import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTwoTenants, type Side, type TwoTenants } from './twoTenants.ts';

let desk: TwoTenants;
beforeEach(async () => {
  desk = await openTwoTenants();
});
afterEach(() => desk.close());

const deletes = ({ requests }: Side) => requests.filter(each => each.startsWith('DELETE'));
const row = (id: string) => desk.all('SELECT * FROM assignment WHERE id = ?', id)[0];
const entries = (kind: string) =>
  desk.all('SELECT tenant, user_principal_name, facts FROM activity WHERE kind = ? ORDER BY seq', kind);

describe('a connection that is switched while a key is reported lost', () => {
  test('leaves every deletion with the tenant of the passkey, and none of the other tenant counts as done', async () => {
    const { a, b } = desk;
    desk.addKey('lost');
    for (const n of [1, 2, 3]) desk.addAssignment(a, n, { security_key_id: 'lost' });
    const held = a.graph.faults.hold('DELETE', 'fido2Methods');
    const reported = desk.client.inventory.reportLost({ id: 'lost' });
    await held.arrived;
    await b.use();
    held.letGo();
    const { revoked } = await reported;
    expect(deletes(b)).toEqual([]);
    expect(deletes(a)).toHaveLength(3);
    // Entra of Contoso has never had these passkeys, and lists none: that proves it.
    expect(revoked.map(({ deletion }) => deletion?.done)).toEqual([true, true, true]);
    expect(entries('passkey-deleted').map(({ tenant }) => tenant)).toEqual([a.tenant, a.tenant, a.tenant]);
    expect(entries('key-reported-lost').map(({ tenant }) => tenant)).toEqual([a.tenant]);
  });

  test('leaves passkeys of the other tenant on that key due, and shows them as such', async () => {
    const { a, b } = desk;
    desk.addKey('lost');
    desk.addAssignment(a, 1, { security_key_id: 'lost' });
    desk.addAssignment(b, 1, { security_key_id: 'lost' });
    await desk.client.inventory.reportLost({ id: 'lost' });
    expect(row('Contoso-1')).toMatchObject({ state: 'revoked', deletion: 'done' });
    expect(row('Fabrikam-1')).toMatchObject({ state: 'revoked', deletion: 'due', deletion_failure: null });
    expect(deletes(b)).toEqual([]);
    const changes = entries('assignment-changed').map(({ tenant, facts }) => [
      tenant,
      JSON.parse(String(facts)).assignmentId,
    ]);
    expect(changes).toEqual(
      expect.arrayContaining([
        [a.tenant, 'Contoso-1'],
        [b.tenant, 'Fabrikam-1'],
      ]),
    );
    // What the banner counts is what Delete now finds.
    const page = await desk.client.inventory.list({});
    expect(page).toMatchObject({ deletionsDue: 0, deletionsElsewhere: [{ tenant: b.tenant, count: 1 }] });
    expect(await desk.client.inventory.finish()).toEqual({ done: 0, due: 0, failure: null });
    await b.use();
    expect(await desk.client.inventory.list({})).toMatchObject({ deletionsDue: 1, deletionsElsewhere: [] });
    expect(await desk.client.inventory.finish()).toEqual({ done: 1, due: 0, failure: null });
  });
});

test('Delete now goes on in its tenant when the connection is switched, and takes rows of that tenant only', async () => {
  const { a, b } = desk;
  const due = { state: 'revoked', reason: 'key-lost', deletion: 'due' };
  for (const n of [1, 2]) desk.addAssignment(a, n, due);
  desk.addAssignment(b, 1, due);
  const held = a.graph.faults.hold('DELETE', 'fido2Methods');
  const finished = desk.client.inventory.finish();
  await held.arrived;
  await b.use();
  held.letGo();
  expect(await finished).toEqual({ done: 2, due: 0, failure: null });
  expect(deletes(b)).toEqual([]);
  expect(row('Fabrikam-1')).toMatchObject({ deletion: 'due' });
});

test('a user who was read in one tenant is assigned in that tenant', async () => {
  const { a, b } = desk;
  const user = a.graph.tenant.user(5);
  const held = a.graph.faults.hold('GET', 'user5');
  const assigned = desk.client.assignments.assign({ user: user.userPrincipalName });
  await held.arrived;
  await b.use();
  held.letGo();
  const { id } = await assigned;
  expect(row(id)).toMatchObject({ tenant: a.tenant, user_id: user.id });
  expect(entries('passkey-assigned').map(({ tenant }) => tenant)).toEqual([a.tenant]);
  expect((await desk.client.assignments.list({})).assignments).toEqual([]);
});

test('an assignment that expires is recorded under its own tenant', async () => {
  const { a, b } = desk;
  const waiting = { state: 'pending', reason: 'assigned', method_id: null, activated_at: null };
  desk.addAssignment(b, 1, { ...waiting, expires_at: '2025-01-02T00:00:00.000Z' });
  desk.addAssignment(a, 1, { ...waiting, expires_at: '2025-01-02T00:00:00.000Z' });
  await desk.client.assignments.list({});
  expect(row('Fabrikam-1')).toMatchObject({ state: 'expired' });
  const found = entries('assignment-changed').map(({ tenant, facts }) => [
    JSON.parse(String(facts)).assignmentId,
    tenant,
  ]);
  expect(Object.fromEntries(found)).toEqual({ 'Contoso-1': a.tenant, 'Fabrikam-1': b.tenant });
});

test('a revocation that is switched away from ends where it began', async () => {
  const { a, b } = desk;
  desk.addAssignment(a, 1);
  // The same object id in both tenants: an answer of the other one must not count.
  desk.addAssignment(b, 1, { id: 'other', method_id: 'method-of-Contoso-1' });
  const held = a.graph.faults.hold('DELETE', 'method-of-Contoso-1');
  const revoked = desk.client.assignments.revoke({ id: 'Contoso-1' });
  await held.arrived;
  await b.use();
  held.letGo();
  expect(await revoked).toMatchObject({ id: 'Contoso-1', state: 'revoked' });
  expect(row('other')).toMatchObject({ state: 'active' });
  expect(b.requests.filter(each => each.includes('fido2Methods'))).toEqual([]);
});

describe('the inventory', () => {
  test('names the tenant of a key’s user, and finds users of the connected tenant only', async () => {
    const { a, b } = desk;
    desk.addKey('of-b');
    desk.addAssignment(b, 1, { security_key_id: 'of-b' });
    desk.addKey('of-both');
    desk.addAssignment(a, 2, { security_key_id: 'of-both' });
    desk.addAssignment(b, 2, { security_key_id: 'of-both', updated_at: '2025-06-01T00:00:00.000Z' });
    const { keys } = await desk.client.inventory.list({});
    expect(Object.fromEntries(keys.map(({ id, tenant, user }) => [id, [tenant, user?.id]]))).toEqual({
      'of-b': [b.tenant, b.graph.tenant.user(1).id],
      'of-both': [a.tenant, a.graph.tenant.user(2).id],
    });
    const upn = b.graph.tenant.user(1).userPrincipalName;
    expect((await desk.client.inventory.list({ user: upn })).keys).toEqual([]);
    expect((await desk.client.inventory.list({ user: b.graph.tenant.user(1).id })).keys).toEqual([]);
    expect((await desk.client.inventory.list({ user: a.graph.tenant.user(2).userPrincipalName })).keys).toHaveLength(1);
  });
});

test('a key is reported lost without any connection: what is on it is revoked, and its deletion stays due', async () => {
  const { a, b } = desk;
  desk.addKey('lost');
  desk.addAssignment(a, 1, { security_key_id: 'lost' });
  for (const { connection } of [a, b]) await desk.client.connections.remove({ id: connection });
  const { key, revoked } = await desk.client.inventory.reportLost({ id: 'lost' });
  expect(key).toMatchObject({ state: 'lost', deletionsElsewhere: 1 });
  expect(revoked).toMatchObject([{ state: 'revoked', deletion: { done: false } }]);
});

test('the next page of users belongs to its tenant', async () => {
  const { next } = await desk.client.users.search({ query: '' });
  expect(next).toBeDefined();
  const search = () => desk.client.users.search({ query: '', ...(next === undefined ? {} : { next }) });
  expect((await search()).users).not.toEqual([]);
  await desk.b.use();
  await expect(search()).rejects.toMatchObject({ data: { code: 'graph-page-expired' } });
});

test('a bound operation whose connection is removed fails with words, and nothing is lost', async () => {
  const { a, b } = desk;
  desk.addKey('lost');
  for (const n of [1, 2]) desk.addAssignment(a, n, { security_key_id: 'lost' });
  const held = a.graph.faults.hold('DELETE', 'fido2Methods');
  const reported = desk.client.inventory.reportLost({ id: 'lost' });
  await held.arrived;
  await b.use();
  await desk.client.connections.remove({ id: a.connection });
  held.letGo();
  const { revoked } = await reported;
  expect(revoked.map(({ state, deletion }) => [state, deletion?.done])).toContainEqual(['revoked', false]);
  expect(revoked.flatMap(({ deletion }) => deletion?.failure?.code ?? [])).toContain('sign-in-ended');
  expect(deletes(b)).toEqual([]);
});
