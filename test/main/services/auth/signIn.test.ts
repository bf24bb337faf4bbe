import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { mintAppCertificate } from '../../../../src/simulator/identity/certificates.ts';
import { HELPDESK } from '../../../../src/simulator/identity/state.ts';
import { createSoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../../src/simulator/key/udp.ts';
import { freePort } from '../../../freePort.ts';
import { openSignInDesk, type SignInDesk } from './desk.ts';

let desk: SignInDesk;
afterEach(() => desk.close());

const done = { kind: 'done', account: { kind: 'person', name: HELPDESK, id: expect.stringMatching(/-/) } };
const users = async () => (await desk.client.users.search({ query: '' })).users.length;

test('a person signs in in the browser, works, and is the actor of what is done', async () => {
  desk = await openSignInDesk();
  const { id } = await desk.connect();
  expect(await desk.signIn(id)).toEqual([{ kind: 'browser-opened' }, done]);
  expect(await users()).toBe(40);
  await desk.client.settings.set({ theme: 'dark' });
  const [entry] = (await desk.client.activity.list({})).entries;
  expect(entry).toMatchObject({ kind: 'settings-changed', actor: { kind: 'person', name: HELPDESK } });
});

test('a device code does the same, from whatever way the connection prefers', async () => {
  desk = await openSignInDesk();
  const { id } = await desk.connect({ signIn: 'device-code' });
  const events = await desk.signIn(id);
  expect(events).toEqual([
    {
      kind: 'device-code',
      userCode: expect.any(String),
      verificationUri: expect.any(String),
      expiresAt: expect.any(String),
    },
    done,
  ]);
  expect(await users()).toBe(40);
});

test('a domain becomes the id of its tenant with the first sign-in', async () => {
  desk = await openSignInDesk();
  const { id } = await desk.connect({ tenantId: 'contoso.example' });
  await desk.signIn(id);
  expect((await desk.client.settings.get()).connections[0]?.tenantId).toBe(desk.graph.tenantId);
  expect(await users()).toBe(40);
});

test('the app signs in with a secret, or with a certificate', async () => {
  desk = await openSignInDesk();
  const { app } = desk.identity.state;
  const [bySecret, byCertificate] = [
    await desk.connect({ signIn: 'secret' }),
    await desk.connect({ signIn: 'certificate' }),
  ];
  const { pem, certificate } = await mintAppCertificate();
  app.certificates.push(certificate);
  const secret = app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id: bySecret.id, credential: { kind: 'secret', secret } });
  const kept = await desk.client.connections.setCredential({
    id: byCertificate.id,
    credential: { kind: 'certificate', pem },
  });
  expect(kept.credential).toMatchObject({ kind: 'certificate', subject: 'CN=Keydesk desk' });
  expect(JSON.stringify(kept)).not.toContain('PRIVATE KEY');
  for (const { id } of [bySecret, byCertificate]) {
    await desk.client.connections.use({ id });
    expect(await users()).toBe(40);
    expect(await desk.signIn(id)).toMatchObject([{ kind: 'done', account: { kind: 'app', name: 'Keydesk' } }]);
  }
  await desk.client.settings.set({ theme: 'dark' });
  expect((await desk.client.activity.list({})).entries[0]?.actor).toMatchObject({
    kind: 'app',
    name: expect.stringContaining('Keydesk, '),
  });
});

test('sealed, a sign-in and a secret outlast the run; nothing of them is in the clear', async () => {
  const env = { KEYDESK_SEALING_KEY: 'correct horse battery staple' };
  desk = await openSignInDesk({ sealer: sealerFromEnvironment(env) });
  const { id } = await desk.connect();
  await desk.signIn(id);
  const app = await desk.connect({ signIn: 'secret' });
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id: app.id, credential: { kind: 'secret', secret } });

  await desk.restart();
  expect(await users()).toBe(40);
  await desk.client.connections.use({ id: app.id });
  expect(await users()).toBe(40);
  const files = readdirSync(join(desk.folder, 'secrets'));
  expect(files).toHaveLength(2);
  const texts = [...files.map(file => join('secrets', file)), 'settings.json', 'keydesk.db', 'keydesk.db-wal'];
  const written = texts.map(file => readFileSync(join(desk.folder, file), 'latin1')).join();
  for (const clear of [secret, 'RefreshToken', 'eyJ', desk.identity.state.password])
    expect(written).not.toContain(clear);

  await desk.client.connections.signOut({ id });
  await desk.client.connections.remove({ id: app.id });
  expect(readdirSync(join(desk.folder, 'secrets'))).toEqual([]);
});

test('with another key, or none, no one is signed in, and what was sealed stays', async () => {
  const seal = (KEYDESK_SEALING_KEY: string) => sealerFromEnvironment({ KEYDESK_SEALING_KEY });
  desk = await openSignInDesk({ sealer: seal('correct horse battery staple') });
  const { id } = await desk.connect();
  await desk.signIn(id);
  const before = readdirSync(join(desk.folder, 'secrets'));
  for (const [sealer, code] of [
    [seal('another horse battery staple'), 'secret-unsealable'],
    [null, 'sign-in-needed'],
  ] as const) {
    const services = { kind: 'cli', reason: 'test', openUrl: async () => undefined, sealer } as const;
    const { forkKeyHost } = await import('../../../../src/main/services/keys/childHost.ts');
    await desk.restart({ services: { ...services, spawnKeyHost: () => forkKeyHost() } });
    await expect(users()).rejects.toMatchObject({ data: { code } });
  }
  expect(readdirSync(join(desk.folder, 'secrets'))).toEqual(before);
  await desk.restart();
  expect(await users()).toBe(40);
});

test('what an earlier Keydesk sealed is not used, the error says why, and signing in again replaces it', async () => {
  const sealer = sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'correct horse battery staple' });
  desk = await openSignInDesk({ sealer });
  const { id } = await desk.connect();
  await desk.signIn(id);
  const file = join(desk.folder, 'secrets', `${id}.cache.key`);
  writeFileSync(file, (await sealer?.seal('{}')) ?? '');
  await desk.restart();
  await expect(users()).rejects.toMatchObject({ data: { code: 'secret-sealed-earlier' } });
  await desk.signIn(id);
  await desk.restart();
  expect(await users()).toBe(40);
});

test('a connection that signs in takes no fixed token, and stays as it is while a passkey is made', async () => {
  desk = await openSignInDesk();
  const { id } = await desk.connect();
  const token = desk.client.settings.setToken({ token: desk.graph.token });
  await expect(token).rejects.toMatchObject({ data: { code: 'invalid-input' } });
  await desk.signIn(id);
  const other = await desk.connect({ name: 'Other' });
  const key = await createSoftwareKey({ profile: 'full', touch: 'never' });
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  await desk.restart({ udpKeys: [`${udp.port}:${replyPort}`] });
  await desk.signIn(id);
  const request = { user: 'user1@contoso.example', pin: { kind: 'given' as const, pin: '271828' }, interactive: false };
  for await (const event of await desk.client.enrollment.start(request)) {
    if (event.type !== 'interaction' || event.interaction.kind !== 'touch') continue;
    for (const change of [
      desk.client.connections.use({ id: other.id }),
      desk.client.connections.remove({ id }),
      desk.client.connections.change({ id, change: { version: 'beta' } }),
    ]) {
      await expect(change).rejects.toMatchObject({ data: { code: 'connection-busy' } });
    }
    break;
  }
  await vi.waitFor(() => desk.client.connections.use({ id: other.id }), { timeout: 10_000 });
  await udp.close();
  await key.close();
});

test('a secret goes to no other sign-in than the one it was entered for', async () => {
  desk = await openSignInDesk();
  const { id } = await desk.connect({ signIn: 'secret' });
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
  const change = desk.client.connections.change;
  expect((await change({ id, change: { name: 'Renamed', version: 'beta' } })).credential).not.toBeNull();
  expect(await users()).toBe(40);
  expect((await change({ id, change: { authority: 'https://login.evil.example' } })).credential).toBeNull();
  expect((await change({ id, change: { authority: desk.identity.authority } })).credential).toBeNull();
  await expect(users()).rejects.toMatchObject({ data: { code: 'credential-missing' } });
});
