import { expect, test } from 'vitest';
import { encodeUrlToken } from '../../../../src/main/services/graph/encoding.ts';
import { makeCredential } from '../../../simulator/graph/credential.ts';
import { failureOf } from './failure.ts';
import { startTenant, USER } from './tenant.ts';

test('a passkey is registered, listed, found, excluded from then on, and deleted', async () => {
  const { graph } = await startTenant();
  const options = await graph.fido2Methods.creationOptions(USER);
  const credential = makeCredential(options.challenge);

  const created = await graph.fido2Methods.create(USER, { displayName: 'Blue key', ...credential });
  expect(created).toMatchObject({
    id: encodeUrlToken(credential.credentialId),
    displayName: 'Blue key',
    aaGuid: '00112233-4455-6677-8899-aabbccddeeff',
    attestationLevel: 'notAttested',
    passkeyType: 'deviceBound',
    lastUsedDateTime: null,
  });
  expect(Object.keys(created).filter(name => name.startsWith('@'))).toEqual([]);

  expect(await graph.fido2Methods.list(USER)).toEqual([created]);
  expect(await graph.fido2Methods.find(USER, credential.credentialId)).toEqual(created);
  const again = await graph.fido2Methods.creationOptions(USER);
  expect(again.excludeCredentials).toContainEqual(credential.credentialId);

  await graph.fido2Methods.delete(USER, created.id);
  expect(await graph.fido2Methods.list(USER)).toEqual([]);
  expect(await graph.fido2Methods.find(USER, credential.credentialId)).toBeUndefined();
});

test.each(['v1.0', 'beta'] as const)('creationOptions of %s arrive in bytes and in CTAP terms', async version => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  const { connect } = await startTenant({ clock: () => now });
  const options = await connect({ version }).fido2Methods.creationOptions(USER);

  expect(options.rp).toEqual({ id: 'login.microsoft.com', name: 'Microsoft' });
  expect(options.user).toMatchObject({ name: USER });
  expect(options.user.id).toHaveLength(51);
  expect(options.challenge.length).toBeGreaterThan(5_000);
  expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -257]);
  expect(options.extensions).toEqual({ hmacSecret: true, credProtect: 1 });
  expect(options.expiresAt).toBe(now + 5 * 60_000);
  expect(options.challengeTimeoutDateTime).toBe('2026-11-23T10:05:00.000Z');
  expect(options.attestation).toBe('direct');
  expect(JSON.stringify(options.raw)).not.toContain('@odata');
});

test('a challenge for days is asked of beta, whatever the version of the connection', async () => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  const { graph } = await startTenant({ clock: () => now });
  const options = await graph.fido2Methods.creationOptions(USER, { challengeTimeoutInMinutes: 43_200 });
  expect(options.expiresAt).toBe(now + 43_200 * 60_000);
});

test.each([4, 43_201, 5.5, Number.NaN])(
  'a lifetime of %s minutes is refused before anything is sent',
  async minutes => {
    const { graph } = await startTenant();
    const asked = () => graph.fido2Methods.creationOptions(USER, { challengeTimeoutInMinutes: minutes });
    expect(await failureOf(asked)).toMatchObject({ code: 'invalid-input' });
  },
);

test.each([30, 31, 32])('both readings of an excluded id of %s bytes are there', async length => {
  const { graph, connect } = await startTenant();
  const beta = connect({ version: 'beta' });
  const { challenge } = await beta.fido2Methods.creationOptions(USER);
  const credential = makeCredential(challenge, { credentialId: new Uint8Array(length).fill(0xab) });
  await graph.fido2Methods.create(USER, { displayName: 'Key', ...credential });
  for (const client of [graph, beta]) {
    const { excludeCredentials } = await client.fido2Methods.creationOptions(USER);
    expect(excludeCredentials).toContainEqual(credential.credentialId);
  }
});
