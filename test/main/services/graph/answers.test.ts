import { describe, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { makeCredential } from '../../../simulator/graph/credential.ts';
import { failureOf } from './failure.ts';
import { startScripted } from './scripted.ts';
import { startTenant, USER } from './tenant.ts';

const retries = { sleep: async () => undefined, random: () => 0, clock: Date.now };
const b64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** A client of a server that gives one answer to everything. */
async function clientOf(body: unknown) {
  const graph = await startScripted(() => ({ body }));
  const connection = { graphUrl: graph.url, tenantId: 'tenant', version: 'v1.0' as const };
  return createGraphClient(connection, fixedToken(connection, 'token'), { retries });
}

/** A JSON object that tests change. */
// biome-ignore lint/suspicious/noExplicitAny: answers are changed into shapes that no type allows
type Json = any;

/** Gives a member another value, or takes it away; `path` has dots between names. */
function set(path: string, value: unknown): (options: Json) => void {
  return options => {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((inner, name) => inner[name], options);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };
}

describe('creationOptions', () => {
  const challenge = new Uint8Array(40).fill(3);
  const handle = new Uint8Array(51).fill(0xfb);
  /** In the form of the documentation's example (learn.microsoft.com/graph/api/fido2authenticationmethod-creationoptions). */
  const example = (): Json => ({
    '@odata.type': '#microsoft.graph.webauthnCredentialCreationOptions',
    challengeTimeoutDateTime: '2026-04-20T10:05:00Z',
    publicKey: {
      '@odata.type': '#microsoft.graph.webauthnPublicKeyCredentialCreationOptions',
      rp: { id: 'login.microsoftonline.com', name: 'Microsoft' },
      user: { id: b64url(handle), displayName: 'Mia Lind', name: 'mia@contoso.example' },
      challenge: b64url(challenge),
      pubKeyCredParams: [{ '@odata.type': '#any', type: 'public-key', alg: -7 }],
      timeout: 60_000,
      excludeCredentials: [],
      authenticatorSelection: {
        authenticatorAttachment: 'platform',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'direct',
      extensions: { '@odata.type': '#microsoft.graph.webauthnAuthenticationExtensionsClientInputs' },
    },
  });
  const read = async (answer: unknown) => (await clientOf(answer)).fido2Methods.creationOptions(USER);
  const whole = {
    rp: { id: 'login.microsoftonline.com', name: 'Microsoft' },
    user: { id: handle, displayName: 'Mia Lind', name: 'mia@contoso.example' },
    challenge,
    challengeTimeoutDateTime: '2026-04-20T10:05:00Z',
    expiresAt: Date.parse('2026-04-20T10:05:00Z'),
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials: [],
    extensions: {},
    enforceCredProtect: false,
    timeout: 60_000,
    attestation: 'direct',
  };

  test('of the documentation’s example are read', async () => {
    expect(await read(example())).toMatchObject(whole);
  });

  test.each<[string, (options: Json) => unknown, object]>([
    ['wrapped in value', options => ({ '@odata.context': '#any', value: options }), {}],
    ['wrapped in a list of one', options => ({ value: [options] }), {}],
    ['a timeout of 0', set('publicKey.timeout', 0), { timeout: null }],
    ['a timeout of null', set('publicKey.timeout', null), { timeout: null }],
    ['a timeout as text', set('publicKey.timeout', '30000'), { timeout: 30_000 }],
    ['an algorithm as text', set('publicKey.pubKeyCredParams.0.alg', '-7'), {}],
    ['an algorithm by its name', set('publicKey.pubKeyCredParams.0.alg', 'ES256'), {}],
    [
      'algorithms of which some cannot be read',
      options => void options.publicKey.pubKeyCredParams.push({ alg: 'nonsense' }, null),
      {},
    ],
    [
      'excluded entries without an id',
      set('publicKey.excludeCredentials', [{ type: 'public-key' }, null, { id: 7 }]),
      {},
    ],
    [
      'a display name that is a number',
      set('publicKey.user.displayName', 7),
      { user: { ...whole.user, displayName: '7' } },
    ],
    [
      'an unknown algorithm as well',
      options => void options.publicKey.pubKeyCredParams.push({ type: 'novelty', alg: -99 }),
      { pubKeyCredParams: [...whole.pubKeyCredParams, { type: 'novelty', alg: -99 }] },
    ],
    [
      'no algorithms: WebAuthn’s default',
      set('publicKey.pubKeyCredParams', []),
      { pubKeyCredParams: [{ alg: -7 }, { alg: -257 }] },
    ],
    ['no list of excluded ids', set('publicKey.excludeCredentials', null), {}],
    [
      'excluded ids of which one cannot be read',
      set('publicKey.excludeCredentials', [
        { id: '*', type: null, transports: null },
        { id: 'AAAA', novelty: 1 },
      ]),
      { excludeCredentials: [new Uint8Array(3)] },
    ],
    ['nothing about the authenticator', set('publicKey.authenticatorSelection', null), {}],
    [
      'unknown wishes about the authenticator',
      set('publicKey.authenticatorSelection', { userVerification: 'someday', requireResidentKey: 'yes' }),
      {},
    ],
    ['attestation of null', set('publicKey.attestation', null), { attestation: null }],
    ['attestation of a new kind', set('publicKey.attestation', 'novel'), { attestation: 'novel' }],
    ['extensions of null', set('publicKey.extensions', null), {}],
    [
      'an RP without a name',
      set('publicKey.rp.name', undefined),
      { rp: { id: 'login.microsoftonline.com', name: 'login.microsoftonline.com' } },
    ],
    [
      'a user without a display name',
      set('publicKey.user.displayName', null),
      { user: { ...whole.user, displayName: 'mia@contoso.example' } },
    ],
    [
      'a time with seven digits of a second',
      set('challengeTimeoutDateTime', '2026-04-20T10:05:00.1234567Z'),
      { expiresAt: whole.expiresAt + 123, challengeTimeoutDateTime: '2026-04-20T10:05:00.1234567Z' },
    ],
    [
      'a time with an offset',
      set('challengeTimeoutDateTime', '2026-04-20T12:05:00+02:00'),
      { challengeTimeoutDateTime: '2026-04-20T12:05:00+02:00' },
    ],
    ['a time without a zone: UTC', set('challengeTimeoutDateTime', '2026-04-20T10:05:00'), {}],
    [
      'padded base64 in place of base64url',
      options => {
        options.publicKey.user.id = Buffer.from(handle).toString('base64');
        options.publicKey.challenge = Buffer.from(challenge).toString('base64');
      },
      {},
    ],
    ['members that nobody knows', set('publicKey.hints', ['security-key']), {}],
  ])('with %s are read', async (_, change, expected) => {
    const options = example();
    const answer = change(options) ?? options;
    expect(await read(answer)).toMatchObject({ ...whole, ...expected });
  });

  test.each<[string | null, boolean, object, boolean]>([
    ['userVerificationOptional', true, { credProtect: 1 }, false],
    ['userVerificationOptionalWithCredentialIDList', true, { credProtect: 2 }, true],
    ['UserVerificationRequired', false, { credProtect: 3 }, false],
    [null, true, {}, false],
    ['someNewPolicy', false, {}, false],
    // Whatever it may mean, the strictest level keeps it.
    ['someNewPolicy', true, { credProtect: 3 }, true],
  ])('protection %s, enforced %s, is %o', async (policy, enforced, extensions, enforceCredProtect) => {
    const options = example();
    options.publicKey.extensions = {
      hmacCreateSecret: null,
      enforceCredentialProtectionPolicy: enforced,
      credentialProtectionPolicy: policy,
    };
    const { extensions: asked, ...rest } = await read(options);
    expect(asked).toEqual(extensions);
    expect(rest.enforceCredProtect).toBe(enforceCredProtect);
  });

  test('without a time expire when the documentation says, five minutes from now', async () => {
    const options = example();
    options.challengeTimeoutDateTime = null;
    const before = Date.now();
    const { expiresAt, challengeTimeoutDateTime } = await read(options);
    expect(expiresAt - before).toBeGreaterThanOrEqual(5 * 60_000);
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(5 * 60_000);
    expect(Date.parse(challengeTimeoutDateTime)).toBe(expiresAt);
  });

  test.each<[string, (options: Json) => void]>([
    ['without a challenge', set('publicKey.challenge', undefined)],
    ['with a challenge in no encoding', set('publicKey.challenge', '*')],
    ['without a user handle', set('publicKey.user.id', null)],
    ['without an RP id', set('publicKey.rp.id', '')],
    ['with no algorithm that can be read', set('publicKey.pubKeyCredParams.0.alg', 'nonsense')],
    [
      'with a protection that must be enforced and cannot be read',
      set('publicKey.extensions', { credentialProtectionPolicy: {}, enforceCredentialProtectionPolicy: true }),
    ],
  ])('%s are none', async (_, change) => {
    const options = example();
    change(options);
    expect(await failureOf(() => read(options))).toMatchObject({ code: 'graph-malformed' });
  });
});

describe('a method of the list', () => {
  const method = { id: 'AAAA0', displayName: 'Key', createdDateTime: '2026-04-20T10:15:30Z' };
  test.each<[string, object, object]>([
    [
      'creationDateTime in place of createdDateTime',
      { createdDateTime: undefined, creationDateTime: '2026-01-02T00:00:00Z' },
      { createdDateTime: '2026-01-02T00:00:00Z' },
    ],
    ['both dates', { creationDateTime: '2026-01-02T00:00:00Z' }, { createdDateTime: method.createdDateTime }],
    ['a name that is a number', { displayName: 7 }, { displayName: '7' }],
    ['members that cannot be read', { displayName: {}, model: [1] }, { displayName: null, model: null }],
    ['nothing but its id', { displayName: null, createdDateTime: null }, { displayName: null, createdDateTime: null }],
    [
      'unknown values',
      { passkeyType: 'novel', attestationLevel: 'novel', novelty: [] },
      { passkeyType: 'novel', attestationLevel: 'novel' },
    ],
  ])('with %s is read', async (_, change, expected) => {
    const client = await clientOf({ value: [{ ...method, ...change }] });
    expect(await client.fido2Methods.list(USER)).toMatchObject([expected]);
  });

  test('and no list at all is an empty one', async () => {
    expect(await (await clientOf({ value: null })).fido2Methods.list(USER)).toEqual([]);
  });

  test('whose id is not readable makes the whole list unreadable: it may be any passkey', async () => {
    const client = await clientOf({ value: [{ ...method, id: null }] });
    expect(await failureOf(() => client.fido2Methods.find(USER, new Uint8Array(16)))).toMatchObject({
      code: 'graph-malformed',
    });
  });

  test.each([
    ['UrlToken', (bytes: Buffer) => `${bytes.toString('base64url')}${(3 - (bytes.length % 3)) % 3}`],
    ['base64url', (bytes: Buffer) => bytes.toString('base64url')],
    ['padded base64', (bytes: Buffer) => bytes.toString('base64')],
  ])('is found by its credential id in %s', async (_, idOf) => {
    const credentialId = Buffer.alloc(32, 0xfe);
    const client = await clientOf({ value: [method, { ...method, id: idOf(credentialId) }] });
    expect(await client.fido2Methods.find(USER, new Uint8Array(credentialId))).toMatchObject({
      id: idOf(credentialId),
    });
    expect(await client.fido2Methods.find(USER, new Uint8Array(32))).toBeUndefined();
  });
});

describe('a registration that is answered with another id', () => {
  test('is looked for in the list', async () => {
    const { graph, simulator } = await startTenant();
    const { challenge } = await graph.fido2Methods.creationOptions(USER);
    const credential = makeCredential(challenge);
    simulator.faults.add({ method: 'POST', malformed: JSON.stringify({ id: 'something-else', displayName: 'Key' }) });
    const created = await graph.fido2Methods.create(USER, { displayName: 'Key', ...credential });
    expect(created).toEqual(await graph.fido2Methods.find(USER, credential.credentialId));
  });

  test('of a tenant whose methods have GUIDs is found by that', async () => {
    const { graph, simulator } = await startTenant();
    Object.assign(simulator.state.behavior, { methodIds: 'guid', rpId: 'login.microsoftonline.com' });
    const { challenge, rp } = await graph.fido2Methods.creationOptions(USER);
    const credential = makeCredential(challenge, { rpId: rp.id });
    const created = await graph.fido2Methods.create(USER, { displayName: 'Key', ...credential });
    expect(created.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await graph.fido2Methods.list(USER)).toEqual([created]);
  });

  test.each([
    ['lags behind', { malformed: '{"value":[]}' }],
    ['fails', { status: 503, times: 4 }],
  ])('is registered although the list %s', async (_, fault) => {
    const { graph, simulator } = await startTenant();
    simulator.state.behavior.methodIds = 'guid';
    const { challenge } = await graph.fido2Methods.creationOptions(USER);
    simulator.faults.add({ method: 'GET', path: 'fido2Methods', ...fault });
    const created = await graph.fido2Methods.create(USER, { displayName: 'Key', ...makeCredential(challenge) });
    expect(created).toMatchObject({ displayName: 'Key', aaGuid: expect.any(String) });
  });
});

describe('when a passkey was used last', () => {
  async function startUsed() {
    const tenant = await startTenant();
    const { graph, simulator } = tenant;
    const { challenge } = await graph.fido2Methods.creationOptions(USER);
    await graph.fido2Methods.create(USER, { displayName: 'Key', ...makeCredential(challenge) });
    const [method] = simulator.state.methods;
    if (method !== undefined) method.lastUsedDateTime = '2026-11-01T08:00:00Z';
    return tenant;
  }

  test('is asked of beta by a connection of v1.0, and told with its source', async () => {
    const { graph, connect } = await startUsed();
    const told = { methods: [{ displayName: 'Key', lastUsedDateTime: '2026-11-01T08:00:00Z' }], lastUsedFrom: 'beta' };
    expect(await graph.fido2Methods.listWithUse(USER)).toMatchObject(told);
    expect(await connect({ version: 'beta' }).fido2Methods.listWithUse(USER)).toMatchObject(told);
  });

  test.each([
    ['refuses', { status: 403, times: 2 }],
    ['is not there', { status: 404 }],
    ['breaks off', { cut: 'mid-body' as const, times: 4 }],
    ['answers something else', { malformed: true as const }],
  ])('stays unknown where beta %s, and the list is given all the same', async (_, fault) => {
    const { graph, simulator } = await startUsed();
    simulator.faults.add({ path: '/beta/', ...fault });
    expect(await graph.fido2Methods.listWithUse(USER)).toMatchObject({
      methods: [{ displayName: 'Key', lastUsedDateTime: null }],
      lastUsedFrom: null,
    });
  });

  test('does not wait for a slow beta, and fails with the list itself', async () => {
    const { connect, simulator } = await startUsed();
    simulator.faults.add({ path: '/beta/', delayMs: 60_000 });
    const client = connect({}, undefined, { usesGrace: 20 });
    expect(await client.fido2Methods.listWithUse(USER)).toMatchObject({ methods: [{}], lastUsedFrom: null });
    expect(await failureOf(() => client.fido2Methods.listWithUse('nobody@contoso.example'))).toMatchObject({
      code: 'user-not-found',
    });
  });
});

describe('a user', () => {
  test('whose name begins with $ is found, with quotes in it too, and so are their passkeys', async () => {
    const { graph, simulator } = await startTenant();
    for (const userPrincipalName of ['$svc@contoso.example', "$o'neill@contoso.example", '$a b#c@contoso.example']) {
      simulator.tenant.changeUser(simulator.tenant.idOf(1), { userPrincipalName });
      expect(await graph.users.get(userPrincipalName)).toMatchObject({ userPrincipalName });
      expect(await graph.fido2Methods.list(userPrincipalName)).toEqual([]);
      expect((await graph.fido2Methods.creationOptions(userPrincipalName)).user.name).toBe(userPrincipalName);
      expect(await graph.memberships.ofUser(userPrincipalName)).toHaveLength(2);
    }
    expect(await failureOf(() => graph.users.get("$nobody')/x"))).toMatchObject({ code: 'user-not-found' });
  });
});
