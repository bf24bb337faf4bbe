import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import type { ConnectionsState } from '../../../../src/contract/connections/schema.ts';
import { startCore } from '../../../../src/main/app/core.ts';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { HELPDESK } from '../../../../src/simulator/identity/state.ts';
import { type Client, openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

/** How soon a window shows what another process did, in ms. */
const SOON = { timeout: 2000 };

let desk: SignInDesk;
let closeOther: () => Promise<void>;
afterEach(async () => {
  await closeOther();
  await desk.close();
});

/** Two cores on one data folder; the list of connections as a window of the first one sees it. */
async function openTwo(): Promise<{ other: Client; shown: () => ConnectionsState | undefined }> {
  desk = await openSignInDesk({
    sealer: sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'a key that only this test knows' }),
  });
  const core = await startCore({
    dataFolder: desk.folder,
    practice: false,
    services: desk.services(),
    signIn: { loginCa: desk.identity.ca },
  });
  const leave = new AbortController();
  closeOther = async () => {
    leave.abort();
    await core.close();
  };
  let last: ConnectionsState | undefined;
  void (async () => {
    for await (const state of await desk.client.connections.watch(undefined, { signal: leave.signal })) last = state;
  })().catch(() => undefined);
  await expect.poll(() => last, SOON).toBeDefined();
  return { other: createRouterClient(core.router), shown: () => last };
}

test('the list of connections follows what another process adds, signs in to and removes', async () => {
  const { other, shown } = await openTwo();
  const { id } = await other.connections.add({
    name: 'Contoso',
    tenantId: desk.graph.tenantId,
    clientId: desk.identity.clientId,
    authority: desk.identity.authority,
    graphUrl: desk.graph.url,
    version: 'v1.0',
    signIn: 'browser',
  });
  await expect.poll(() => shown()?.connections.map(({ name }) => name), SOON).toEqual(['Contoso']);
  for await (const _ of await other.connections.signIn({ id }));
  await expect.poll(() => shown()?.connections[0]?.account?.name, SOON).toBe(HELPDESK);
  expect((await desk.client.users.search({ query: '' })).users).not.toEqual([]);
  await other.connections.signOut({ id });
  await expect.poll(() => shown()?.connections[0]?.account, SOON).toBeNull();
  await expect(desk.client.users.search({ query: '' })).rejects.toMatchObject({ data: { code: 'sign-in-needed' } });
  expect(readdirSync(join(desk.folder, 'secrets'))).toEqual([]);
  await other.connections.remove({ id });
  await expect.poll(() => shown()?.connections, SOON).toEqual([]);
});

test('a typed token is forgotten when another process makes another connection the current one', async () => {
  const { other, shown } = await openTwo();
  const { id } = await desk.connect({ signIn: 'token' });
  await desk.client.settings.setToken({ token: desk.graph.token });
  await other.connections.change({ id, change: { name: 'Renamed' } });
  await expect.poll(() => shown()?.connections[0]?.name, SOON).toBe('Renamed');
  expect((await desk.client.users.search({ query: '' })).users).not.toEqual([]);
  const second = await other.connections.add({ ...(await desk.connect({ signIn: 'token' })), name: 'Second' });
  await other.connections.use({ id: second.id });
  await expect.poll(() => shown()?.current, SOON).toBe(second.id);
  await expect(desk.client.users.search({ query: '' })).rejects.toMatchObject({ data: { code: 'graph-unauthorized' } });
});
