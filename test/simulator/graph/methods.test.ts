import { expect, test } from 'vitest';
import { mintAttestation } from '../../../src/simulator/key/attestation.ts';
import { AAGUID, type CredentialChoices, makeCredential } from './credential.ts';
import { METHODS, startHttp, USER } from './http.ts';

type Http = Awaited<ReturnType<typeof startHttp>>;
const b64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const ADMIN_METHODS = '/v1.0/users/user97@contoso.example/authentication/fido2Methods';
const CLOCK = () => Date.parse('2026-11-23T10:00:00Z');

async function challengeFor({ get }: Http, path = METHODS): Promise<Uint8Array> {
  const { body } = await get(`${path}/creationOptions`);
  return new Uint8Array(Buffer.from(body.publicKey.challenge, 'base64url'));
}

function bodyOf({ credentialId, clientDataJSON, attestationObject }: ReturnType<typeof makeCredential>) {
  return {
    displayName: 'Key',
    publicKeyCredential: {
      id: b64url(credentialId),
      response: { clientDataJSON: b64url(clientDataJSON), attestationObject: b64url(attestationObject) },
      clientExtensionResults: {},
    },
  };
}

async function register(http: Http, choices: CredentialChoices = {}, change: object = {}) {
  const body = bodyOf(makeCredential(await challengeFor(http), choices));
  return http.send('POST', METHODS, { ...body, ...change });
}

test('the options have the sizes, the values and the ornaments of the real ones', async () => {
  const { get } = await startHttp({ clock: CLOCK });
  const { body } = await get(`${METHODS}/creationOptions`);
  const { publicKey } = body;
  expect(body.challengeTimeoutDateTime).toBe('2026-11-23T10:05:00.000Z');
  expect(body['@odata.context']).toContain('webauthnCredentialCreationOptions');
  expect(publicKey.challenge).toMatch(/^[A-Za-z0-9_-]{6900,7000}$/);
  expect(Buffer.from(publicKey.user.id, 'base64')).toHaveLength(51);
  expect(publicKey).toMatchObject({
    rp: { id: 'login.microsoft.com', name: 'Microsoft' },
    user: { name: USER },
    timeout: 60_000,
    attestation: 'direct',
    excludeCredentials: [],
    extensions: { hmacCreateSecret: true, credentialProtectionPolicy: 'userVerificationOptional' },
  });
  const again = (await get(`${METHODS}/creationOptions`)).body.publicKey;
  expect(again.challenge).not.toBe(publicKey.challenge);
  expect(again.user).toEqual(publicKey.user);
});

test('beta takes a lifetime in the call, writes padded base64 and UrlToken ids', async () => {
  const http = await startHttp({ clock: CLOCK });
  const credentialId = new Uint8Array(32).fill(7);
  expect((await register(http, { credentialId })).status).toBe(201);
  const beta = METHODS.replace('v1.0', 'beta');
  const { body } = await http.get(`${beta}/creationOptions(challengeTimeoutInMinutes=43200)`);
  expect(body.challengeTimeoutDateTime).toBe('2026-12-23T10:00:00.000Z');
  expect(body.publicKey.challenge).toMatch(/^[A-Za-z0-9+/]+=$/);
  expect(body.publicKey.excludeCredentials[0].id).toBe(`${b64url(credentialId)}1`);
  const plain = await http.get(`${METHODS}/creationOptions`);
  expect(plain.body.publicKey.excludeCredentials[0].id).toBe(b64url(credentialId));
});

test.each([
  ['/beta', '(challengeTimeoutInMinutes=4)', 400],
  ['/beta', '(challengeTimeoutInMinutes=43201)', 400],
  ['/beta', '(minutes=5)', 400],
  ['/v1.0', '(challengeTimeoutInMinutes=5)', 400],
  ['/beta', '?challengeTimeoutInMinutes=5', 405],
  ['/v1.0', '?challengeTimeoutInMinutes=5', 405],
])('%s creationOptions%s is refused', async (version, form, status) => {
  const { get } = await startHttp();
  expect((await get(`${METHODS.replace('/v1.0', version)}/creationOptions${form}`)).status).toBe(status);
});

test('a registration is answered, kept, listed and deleted', async () => {
  const http = await startHttp({ clock: CLOCK });
  const attestation = await mintAttestation(AAGUID.replaceAll('-', ''));
  const created = await register(http, { attestation });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    displayName: 'Key',
    createdDateTime: '2026-11-23T10:00:00.000Z',
    aaGuid: AAGUID,
    model: 'Practice key',
    attestationLevel: 'attested',
    attestationCertificates: [expect.any(String)],
    passkeyType: 'deviceBound',
  });
  expect(created.body).not.toHaveProperty('lastUsedDateTime');
  expect((await http.get(METHODS)).body.value).toEqual([created.body]);
  expect((await http.get(`${METHODS}/${created.body.id}`)).body).toEqual(created.body);
  const beta = await http.get(METHODS.replace('v1.0', 'beta'));
  expect(beta.body.value[0]).toHaveProperty('lastUsedDateTime', null);

  expect((await http.send('PATCH', `${METHODS}/${created.body.id}`, {})).status).toBe(405);
  expect((await http.send('DELETE', `${METHODS}/${created.body.id}`)).status).toBe(204);
  expect((await http.send('DELETE', `${METHODS}/${created.body.id}`)).status).toBe(404);
});

test.each([
  ['an @odata.type', { '@odata.type': '#microsoft.graph.fido2AuthenticationMethod' }],
  ['no credential', { publicKeyCredential: undefined }],
  ['no name', { displayName: undefined }],
])('a body with %s is not an entity', async (_, change) => {
  const http = await startHttp();
  const { status, body } = await register(http, {}, change);
  expect(status).toBe(400);
  expect(body.error.message).toContain('missing a fido2AuthenticationMethod entity');
});

test('padding, and names of another length than 1 to 30, are refused', async () => {
  const http = await startHttp();
  const body = bodyOf(makeCredential(await challengeFor(http)));
  const padded = { ...body.publicKeyCredential, id: `${body.publicKeyCredential.id}=` };
  expect((await http.send('POST', METHODS, { ...body, publicKeyCredential: padded })).status).toBe(400);
  expect((await register(http, {}, { displayName: '' })).status).toBe(400);
  expect((await register(http, {}, { displayName: 'x'.repeat(31) })).status).toBe(400);
  expect((await register(http, {}, { displayName: 'x'.repeat(30) })).status).toBe(201);
});

test('a challenge is good once, and for its user only', async () => {
  const http = await startHttp();
  const challenge = await challengeFor(http);
  const other = METHODS.replace('user1@', 'user2@');
  const post = (path: string) => http.send('POST', path, bodyOf(makeCredential(challenge)));
  expect((await post(other)).status).toBe(400);
  expect((await post(METHODS)).status).toBe(201);
  const again = await post(METHODS);
  expect([again.status, again.body.error.message]).toEqual([400, expect.stringContaining('not one that was issued')]);
});

test('an expired challenge differs from an unknown one', async () => {
  let now = CLOCK();
  const http = await startHttp({ clock: () => now });
  const challenge = await challengeFor(http);
  now += 5 * 60_000;
  await challengeFor(http);
  const late = await http.send('POST', METHODS, bodyOf(makeCredential(challenge)));
  expect([late.status, late.body.error.message]).toEqual([400, 'The challenge has expired.']);
});

test('a credential is registered once, no matter who asks', async () => {
  const http = await startHttp();
  const choices = { credentialId: new Uint8Array(16).fill(1) };
  expect((await register(http, choices)).status).toBe(201);
  expect((await register(http, choices)).status).toBe(409);
});

test.each<[string, CredentialChoices]>([
  ['another rp', { rpId: 'login.example.com', origin: 'https://login.microsoft.com' }],
  ['another origin', { origin: 'https://login.example.com' }],
  ['no user verification', { userVerified: false }],
])('a credential of %s is refused', async (_, choices) => {
  expect((await register(await startHttp(), choices)).status).toBe(400);
});

test('a signature over something else is refused', async () => {
  const http = await startHttp();
  const credential = makeCredential(await challengeFor(http));
  const forged = credential.attestationObject.slice();
  // Authenticator data stands last: signCount, AAGUID, length, credential id, COSE key.
  const signCount = forged.length - (16 + 2 + 32 + 77) - 1;
  forged[signCount] = 9;
  const { status, body } = await http.send('POST', METHODS, bodyOf({ ...credential, attestationObject: forged }));
  expect([status, body.error.message]).toEqual([400, 'The attestation signature is invalid.']);
});

test('a certificate of another key model is refused', async () => {
  const http = await startHttp();
  expect((await register(http, { attestation: await mintAttestation('f'.repeat(32)) })).status).toBe(400);
});

test('administrators are for the privileged, in every call', async () => {
  const plain = await startHttp();
  const privileged = await startHttp({ privileged: true });
  for (const path of [ADMIN_METHODS, `${ADMIN_METHODS}/creationOptions`]) {
    expect((await plain.get(path)).status).toBe(403);
    expect((await privileged.get(path)).status).toBe(200);
  }
  expect((await plain.send('DELETE', `${ADMIN_METHODS}/AAAA0`)).status).toBe(403);
});

test('ids of methods and the RP id are those of the documentation’s examples, on demand', async () => {
  const http = await startHttp();
  Object.assign(http.simulator.state.behavior, { methodIds: 'guid', rpId: 'login.microsoftonline.com' });
  const { body: options } = await http.get(`${METHODS}/creationOptions`);
  expect(options.publicKey.rp.id).toBe('login.microsoftonline.com');
  expect((await register(http)).status).toBe(400);
  const { status, body } = await register(http, { rpId: 'login.microsoftonline.com' });
  expect([status, body.id]).toEqual([201, expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)]);
  expect((await http.get(METHODS)).body.value).toMatchObject([{ id: body.id }]);
  expect((await http.send('DELETE', `${METHODS}/${body.id}`)).status).toBe(204);
});

test('what happens to a user happens to its passkeys', async () => {
  const http = await startHttp();
  await register(http);
  http.simulator.tenant.removeUser(USER);
  expect((await http.get(METHODS)).status).toBe(404);
  expect(http.simulator.state.methods).toEqual([]);
});
