import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enrollAt, PIN } from '../enrollment/desk.ts';
import { openTwoTenantsWithKey } from './twoTenants.ts';

const DOMAIN = 'contoso.example';
const given = { kind: 'given', pin: PIN } as const;

let desk: Awaited<ReturnType<typeof openTwoTenantsWithKey>>;
beforeEach(async () => {
  desk = await openTwoTenantsWithKey();
  // Contoso, entered by its domain.
  await desk.client.connections.change({ id: desk.a.connection, change: { tenantId: DOMAIN } });
  await desk.a.use();
});
afterEach(() => desk.close());

/** Notes the id of the tenant, as another process does. */
const learn = () =>
  desk.add('tenant_name', { name: DOMAIN, id: desk.a.tenant, learned_at: '2026-01-01T00:00:00.000Z' });
const tenantsOf = (table: string, column = 'tenant') =>
  new Set(desk.all(`SELECT ${column} AS tenant FROM ${table}`).map(({ tenant }) => tenant));

describe('another process learns the id of the tenant', () => {
  test.each([
    ['before the key makes the passkey', 'GET', 'creationOptions'],
    ['while Entra registers it', 'POST', 'fido2Methods'],
  ])('of a running enrollment, %s: all of it is under the id', async (_, method, path) => {
    const held = desk.a.graph.faults.hold(method, path);
    const ended = enrollAt(desk, { user: 'user3@contoso.example', pin: given });
    await held.arrived;
    learn();
    held.letGo();
    const { result } = await ended;
    expect(result).toBeDefined();
    const only = new Set([desk.a.tenant]);
    expect([tenantsOf('journal', 'tenant'), tenantsOf('assignment'), tenantsOf('event')]).toEqual([only, only, only]);
    const { assignments } = await desk.client.assignments.list({});
    expect(assignments.map(({ state }) => state)).toEqual(['active']);
    const { keys } = await desk.client.inventory.list({});
    expect(keys[0]).toMatchObject({ user: { userPrincipalName: 'user3@contoso.example' } });
  });

  test('of a key that is reported lost: its passkey is deleted in Entra', async () => {
    await enrollAt(desk, { user: 'user3@contoso.example', pin: given });
    const [key] = (await desk.client.inventory.list({})).keys;
    const held = desk.a.graph.faults.hold('DELETE', 'fido2Methods');
    const reported = desk.client.inventory.reportLost({ id: key?.id ?? '' });
    await held.arrived;
    learn();
    held.letGo();
    await reported;
    expect(desk.a.graph.state.methods).toEqual([]);
    expect(desk.all('SELECT state, deletion FROM assignment WHERE tenant = ?', desk.a.tenant)).toEqual([
      { state: 'revoked', deletion: 'done' },
    ]);
  });
});
