import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ActivityEntry } from '../../../../src/contract/activity/schema.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../../features/enrollment/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
/** What assignments leave beside is told by their own tests. */
const list = async (): Promise<ActivityEntry[]> =>
  (await desk.client.activity.list({ limit: 50 })).entries.filter(({ kind }) => !/assign/.test(kind));

test('an enrollment leaves one entry, with the ids that Graph gave its requests', async () => {
  desk = await openDesk();
  const { result } = await enrollAt(desk, { pin: given, displayName: 'Desk key' });
  const [entry, ...others] = await list();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    kind: 'enrollment-done',
    result: 'done',
    actor: { kind: 'os-user' },
    tenant: desk.graph.url,
    user: { id: result?.user.id, userPrincipalName: USER },
    key: { id: desk.keyId, aaguid: result?.key.aaguid },
    facts: { enrollmentId: result?.enrollmentId, name: 'Desk key', methodId: result?.method.id, pinSet: true },
  });
  // The user, the options, the policy and the registration.
  expect(new Set(entry?.requestIds).size).toBe(4);
});

test('one that failed tells why, of whom, and what was left of it', async () => {
  desk = await openDesk({ pin: PIN });
  await enrollAt(desk, { pin: { kind: 'given', pin: '999999' } });
  await enrollAt(desk, { user: 'nobody@contoso.example', pin: given });
  const [unknown, wrong] = await list();
  expect(wrong).toMatchObject({
    kind: 'enrollment-failed',
    result: 'failed',
    user: { userPrincipalName: USER },
    cause: { code: 'pin-wrong', params: { retries: 7 } },
    facts: { cleanedUp: true, journalState: 'cleaned-up', pinSet: false },
  });
  expect(unknown).toMatchObject({
    user: { id: null, userPrincipalName: 'nobody@contoso.example' },
    cause: { code: 'user-not-found', params: { requestId: expect.stringMatching(/-/) } },
  });
  expect(unknown?.requestIds).toContain(unknown?.cause?.params.requestId);
});

test('a canceled one differs from a failed one', async () => {
  desk = await openDesk({ pin: PIN });
  desk.key.setTouch('never');
  await enrollAt(desk, { pin: given }, (event, enrollmentId) =>
    event.type === 'interaction' && event.interaction.kind === 'touch'
      ? desk.client.enrollment.cancel({ enrollmentId })
      : undefined,
  );
  expect((await list())[0]).toMatchObject({ kind: 'enrollment-failed', result: 'cancelled' });
});

test('what is done to a key is kept, with the key and without the PIN', async () => {
  desk = await openDesk();
  const { client } = desk;
  await client.keys.setPin({ pin: '246813' });
  await client.keys.changePin({ pin: '246813', newPin: PIN });
  await expect(client.keys.changePin({ pin: '975310', newPin: '864202' })).rejects.toThrow();
  await client.keys.configure({ pin: PIN, change: { kind: 'setMinPINLength', length: 6 } });
  for await (const _ of await client.keys.fingerprints.enroll({ pin: PIN, name: 'thumb' }));
  const [finger] = await client.keys.fingerprints.list({ pin: PIN });
  await client.keys.fingerprints.rename({ pin: PIN, id: finger?.id ?? '', name: 'index' });
  await client.keys.fingerprints.remove({ pin: PIN, id: finger?.id ?? '' });
  await enrollAt(desk, { pin: given });
  const { credentials } = await client.keys.credentials.list({ pin: PIN });
  await client.keys.credentials.delete({ pin: PIN, credentialId: credentials[0]?.id ?? '' });
  desk.key.powerOff();
  desk.key.powerOn();
  const { product = '' } = await client.keys.info({});
  for await (const _ of await client.keys.reset({ confirm: product }));

  const entries = (await list()).reverse();
  expect(entries.map(({ kind, result }) => `${kind} ${result}`)).toEqual([
    'key-pin-set done',
    'key-pin-changed done',
    'key-pin-changed failed',
    'key-configured done',
    'fingerprint-enrolled done',
    'fingerprint-renamed done',
    'fingerprint-removed done',
    'enrollment-done done',
    'key-credential-deleted done',
    'key-reset done',
  ]);
  expect(entries.every(({ key }) => key.id === desk.keyId && key.aaguid !== null)).toBe(true);
  await desk.restart();
  const written = readFileSync(join(desk.folder, 'keydesk.db'), 'latin1');
  expect(written).toContain('key-pin-changed');
  for (const secret of [PIN, '246813', '975310', '864202', desk.graph.token]) expect(written).not.toContain(secret);
});

test('so are settings, connections, and what failed in Entra', async () => {
  desk = await openDesk();
  const { client } = desk;
  await client.settings.set({ theme: 'dark' });
  await client.connections.add({
    name: 'Other',
    graphUrl: 'http://127.0.0.1:9',
    authority: 'https://localhost:9',
    tenantId: 't',
    clientId: '',
    version: 'v1.0',
    signIn: 'token',
  });
  await expect(client.passkeys.delete({ user: USER, id: 'none' })).rejects.toThrow();
  await client.settings.setToken({ token: 'secret-token' });
  await expect(client.metadata.update({ file: '/nowhere' })).rejects.toThrow();
  expect((await list()).reverse()).toMatchObject([
    { kind: 'settings-changed', facts: { theme: 'dark' } },
    { kind: 'connection-added', facts: { graphUrl: 'http://127.0.0.1:9', tenantId: 't', version: 'v1.0' } },
    { kind: 'passkey-deleted', result: 'failed', cause: { code: 'passkey-not-found' }, facts: { methodId: 'none' } },
    { kind: 'connection-changed', facts: { newToken: true } },
    { kind: 'metadata-updated', result: 'failed', cause: { code: 'metadata-unreachable' } },
  ]);
});

test('what was left unfinished is recorded when it is settled', async () => {
  desk = await openDesk({ pin: PIN, sleep: () => Promise.reject(new Error('the enrollment stops here')) });
  const { failure } = await enrollAt(desk, { pin: given }, event => {
    if (event.type === 'step' && event.step === 'register') desk.graph.faults.add({ times: 999, cut: 'before' });
  });
  expect(failure?.journalState).toBe('credential-created');
  desk.graph.faults.clear();
  expect(await desk.client.enrollment.recover()).toEqual([]);
  const [recovered, failed] = await list();
  expect(recovered).toMatchObject({
    kind: 'enrollment-recovered',
    result: 'done',
    user: { userPrincipalName: USER },
    facts: { from: 'credential-created', to: 'done', enrollmentId: failed?.facts?.enrollmentId },
  });
  expect(recovered?.requestIds).not.toEqual([]);
});
