import { createRouterClient } from '@orpc/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCore } from '../../../../src/main/app/core.ts';
import { onlyNames } from '../../../../src/main/base/store/tenantNames.ts';
import { openConnectedTenant } from '../../../../src/main/features/connections/connectedTenant.ts';
import { openNetwork } from '../../../../src/main/services/network/network.ts';
import { openSettings } from '../../../../src/main/services/settings/settings.ts';
import { testServices } from '../../app/shellServices.ts';
import { openTwoTenants, type TwoTenants } from './twoTenants.ts';

async function open(options?: Parameters<typeof openTwoTenants>[0]): Promise<TwoTenants> {
  const desk = await openTwoTenants(options);
  onTestFinished(desk.close);
  return desk;
}

/** Connections of their own over the settings of a desk. */
async function connectionsOf(desk: TwoTenants, oneTenant = false) {
  const settings = await openSettings(desk.folder);
  const signIns = { knownAccount: () => null } as never;
  const osUser = { kind: 'os-user', name: 'a test' } as const;
  return openConnectedTenant({
    practiceFolder: null,
    settings,
    signIns,
    osUser,
    network: openNetwork({}),
    tenantNames: onlyNames,
    oneTenant,
  });
}

describe('a bound tenant', () => {
  test('stays what it is while the connection is switched, and is the same as long as it is not', async () => {
    const desk = await open();
    const { a, b } = desk;
    const connections = await connectionsOf(desk);
    connections.setToken(a.graph.token);
    const bound = connections.bind();
    expect(bound).toBe(connections.bind());
    expect(Object.isFrozen(bound)).toBe(true);
    expect(bound).toMatchObject({ id: a.tenant, connection: { graphUrl: a.graph.url } });
    b.switchElsewhere();
    expect(connections.bind()).toMatchObject({ id: b.tenant, connection: { graphUrl: b.graph.url } });
    expect(bound.id).toBe(a.tenant);
    // First asked for after the switch: it goes to its own tenant all the same.
    expect((await bound.graph().users.get('user1@contoso.example', {})).id).toBe(a.graph.tenant.user(1).id);
    expect(bound.graph()).toBe(bound.graph());
  });

  test('gives the token that was typed for one connection to no other one, whichever process switches', async () => {
    const desk = await open();
    const { a, b } = desk;
    const connections = await connectionsOf(desk);
    connections.setToken(a.graph.token);
    b.switchElsewhere();
    expect(() => connections.bind().graph()).toThrow(expect.objectContaining({ code: 'graph-unauthorized' }));
    a.switchElsewhere();
    expect(await connections.bind().tokens()({ fresh: false })).toBe(a.graph.token);
  });

  test('names tenants by their connections', async () => {
    const desk = await open();
    const connections = await connectionsOf(desk);
    expect([desk.a.tenant, desk.b.tenant, 'another'].map(connections.labelOf)).toEqual([
      'Contoso',
      'Fabrikam',
      'another',
    ]);
  });

  test('of no connection says so, and has no Graph', async () => {
    const desk = await open();
    const connections = await connectionsOf(desk);
    for (const { connection } of [desk.a, desk.b]) await desk.client.connections.remove({ id: connection });
    const bound = connections.bind();
    expect(bound).toMatchObject({ id: null, name: null, connection: null });
    expect(() => bound.graph()).toThrow(expect.objectContaining({ code: 'not-connected' }));
  });
});

test('a command is one operation: what another process switches meanwhile changes nothing', async () => {
  const desk = await open();
  const { a, b } = desk;
  const core = await startCore({
    dataFolder: desk.folder,
    practice: false,
    oneTenant: true,
    services: testServices(),
  });
  onTestFinished(core.close);
  const command = createRouterClient(core.router);
  await command.settings.setToken({ token: a.graph.token });
  b.switchElsewhere();
  const { id } = await command.assignments.assign({ user: 'user1@contoso.example' });
  expect(desk.all('SELECT tenant FROM assignment WHERE id = ?', id)).toEqual([{ tenant: a.tenant }]);
  expect((await command.assignments.list({})).total).toBe(1);
  // What it does itself with connections holds at once.
  await command.connections.use({ id: b.connection });
  expect((await command.assignments.list({})).total).toBe(0);
});
