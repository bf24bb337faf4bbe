import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

let desk: SignInDesk;
beforeEach(async () => {
  desk = await openSignInDesk();
});
afterEach(() => desk.close());

const saved = async () => (await desk.client.settings.get()).connections[0];
const shown = async () => (await desk.client.system.info()).connection?.name;

/** The app, with its secret, for a tenant that was entered by its id. */
async function connectApp() {
  const { id } = await desk.connect({ signIn: 'secret', tenantId: desk.graph.tenantId, name: desk.graph.tenantId });
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
  return id;
}

test('a sign-in learns what the tenant calls itself', async () => {
  const { id } = await desk.connect({ name: 'Desk' });
  expect(await shown()).toBe('Desk');
  await desk.signIn(id);
  expect(await saved()).toMatchObject({ name: 'Desk', tenantId: desk.graph.tenantId, tenantName: 'Contoso' });
  expect(await shown()).toBe('Contoso');
});

test('an app that may not ask keeps the domain that was entered', async () => {
  const { id } = await desk.connect({ signIn: 'secret', tenantId: 'contoso.example', name: 'contoso.example' });
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
  await desk.signIn(id);
  expect(await saved()).toMatchObject({ tenantId: desk.graph.tenantId, tenantName: 'contoso.example' });
});

test('what was recorded under a domain goes with the tenant when a sign-in tells its id', async () => {
  const { id } = await desk.connect({ tenantId: 'contoso.example' });
  const draft = { name: 'All', group: null, trigger: 'security-key-activated', existing: 'skip' } as const;
  await desk.client.workflows.create(draft);
  await desk.client.webhooks.add({ url: 'https://hook.example' });
  await desk.signIn(id);
  expect(await desk.client.workflows.list()).toMatchObject([{ name: 'All', tenant: desk.graph.tenantId }]);
  expect(await desk.client.webhooks.list()).toMatchObject([{ url: 'https://hook.example/' }]);
});

test('Check connection learns a name that the permission to ask for was granted to since', async () => {
  await connectApp();
  await desk.client.connections.check({});
  expect((await saved())?.tenantName).toBeUndefined();
  expect(await shown()).toBe(desk.graph.tenantId);
  desk.identity.state.app.application.push('Organization.Read.All');
  await desk.client.connections.check({});
  expect(await shown()).toBe('Contoso');
});

test('a name without a display name is the default domain, and a failing question changes nothing', async () => {
  const { id } = await desk.connect();
  desk.graph.faults.add({
    path: '/organization',
    malformed:
      '{"value":[{"displayName":null,"verifiedDomains":[{"name":"a.example"},{"name":"b.example","isDefault":true}]}]}',
  });
  await desk.signIn(id);
  expect(await shown()).toBe('b.example');
  desk.graph.faults.add({ path: '/organization', status: 400, times: 9 });
  await desk.client.connections.check({});
  expect(await shown()).toBe('b.example');
});

test('another tenant has no name until it tells it, and a token in memory outlasts a new name', async () => {
  const { id } = await desk.connect({ signIn: 'token', clientId: '' });
  await desk.client.settings.setToken({ token: desk.graph.token });
  await vi.waitFor(async () => expect((await saved())?.tenantName).toBe('Contoso'), 15_000);
  expect((await desk.client.connections.check({})).ok).toBe(true);
  await desk.client.connections.change({ id, change: { tenantId: 'fabrikam.example' } });
  expect((await saved())?.tenantName).toBeUndefined();
});
