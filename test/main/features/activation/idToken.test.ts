import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JSONWebKeySet, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyIdToken } from '../../../../src/main/features/activation/idToken.ts';
import { createSigner, type TokenSigner } from '../../../../src/simulator/identity/signer.ts';

const TENANT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const OID = '11111111-2222-4333-8444-555555555555';
const ISSUER = `https://login.example/${TENANT}/v2.0`;
const now = Date.parse('2026-03-01T12:00:00Z');
const seconds = now / 1000;
const good = {
  iss: ISSUER,
  aud: 'client',
  tid: TENANT,
  oid: OID,
  nonce: 'this one',
  iat: seconds,
  nbf: seconds,
  exp: seconds + 3600,
  auth_time: seconds - 5,
  preferred_username: 'mia@contoso.example',
};

let signer: TokenSigner;
beforeAll(async () => {
  signer = await createSigner();
});

const verify = async (claims: object, other: Partial<Parameters<typeof verifyIdToken>[1]> = {}) =>
  verifyIdToken(await signer.sign({ ...good, ...claims }), {
    jwks: signer.jwks as JSONWebKeySet,
    issuer: ISSUER,
    audience: 'client',
    tenantId: TENANT,
    nonce: 'this one',
    askedAt: now - 30_000,
    skew: 0,
    now,
    ...other,
  });
const refusal = (claims: object, other = {}): Promise<unknown[]> =>
  verify(claims, other).then(
    proven => [proven],
    error => [error.code, error.params.reason],
  );

describe('an ID token', () => {
  test('proves the user by its oid', async () => {
    expect(await verify({})).toEqual({ id: OID, userPrincipalName: 'mia@contoso.example' });
  });

  test.each([
    ['of another tenant', { tid: 'ffffffff-bbbb-4ccc-8ddd-eeeeeeeeeeee' }, 'token-tenant'],
    ['of another issuer', { iss: 'https://login.example/other/v2.0' }, 'token-foreign'],
    ['of another app', { aud: 'another client' }, 'token-foreign'],
    ['with a nonce from before', { nonce: 'that one' }, 'token-nonce'],
    ['without a nonce', { nonce: undefined }, 'token-foreign'],
    ['that has expired', { exp: seconds - 120 }, 'token-expired'],
    ['that says not who it was', { oid: 'somebody' }, 'token-nameless'],
  ])('%s proves nothing', async (_name, claims, reason) => {
    expect(await refusal(claims)).toEqual(['activation-sign-in-invalid', reason]);
  });

  test('signed by somebody else proves nothing, nor does an unsigned one', async () => {
    const other = await createSigner();
    expect((await refusal({}, { jwks: other.jwks }))[0]).toBe('activation-sign-in-invalid');
    const [header, payload] = (await signer.sign(good)).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const token of [`${none}.${payload}.`, `${header}.${payload}.`]) {
      const expected = { jwks: signer.jwks as JSONWebKeySet, issuer: ISSUER, audience: 'client', tenantId: TENANT };
      const rest = { nonce: 'this one', askedAt: now, skew: 0, now };
      await expect(verifyIdToken(token, { ...expected, ...rest })).rejects.toMatchObject({
        code: 'activation-sign-in-invalid',
      });
    }
  });

  test('of a sign-in from before is too old, whatever its own age', async () => {
    expect((await refusal({ auth_time: seconds - 3600 }))[0]).toBe('activation-sign-in-old');
    expect((await refusal({ auth_time: seconds - 45 }))[0]).toBe('activation-sign-in-old');
  });

  test('that does not tell when the person signed in proves nothing, however young it is', async () => {
    expect((await refusal({ auth_time: undefined }))[0]).toBe('activation-sign-in-untimed');
    expect((await refusal({ auth_time: String(seconds) }))[0]).toBe('activation-sign-in-invalid');
    expect((await refusal({ auth_time: -1 }))[0]).toBe('activation-sign-in-invalid');
    // What else is wrong with it comes first: only a token that is otherwise right says that the claim is missing.
    expect((await refusal({ auth_time: undefined, nonce: 'that one' }))[0]).toBe('activation-sign-in-invalid');
  });

  test('of a sign-in in the future proves nothing', async () => {
    const reason = 'token-future';
    expect(await refusal({ auth_time: seconds + 300 })).toEqual(['activation-sign-in-invalid', reason]);
    expect(await refusal({ iat: seconds + 300 })).toEqual(['activation-sign-in-invalid', reason]);
    expect(await verify({ auth_time: seconds + 20 })).toMatchObject({ id: OID });
  });

  test('is judged by the clock of its issuer', async () => {
    const ahead = 600_000;
    expect(await verify({}, { now: now + ahead, askedAt: now + ahead - 30_000, skew: ahead })).toMatchObject({
      id: OID,
    });
  });

  test.each(['exp', 'iat', 'nonce', 'oid', 'tid'])('without %s proves nothing', async claim => {
    expect((await refusal({ [claim]: undefined }))[0]).toBe('activation-sign-in-invalid');
  });

  test('is good to the second of a minute after its end, and from a minute before its beginning', async () => {
    for (const good of [{ exp: seconds - 59 }, { nbf: seconds + 60 }, { iat: seconds + 60, auth_time: seconds + 60 }]) {
      expect(await verify(good)).toMatchObject({ id: OID });
    }
    for (const bad of [
      { exp: seconds - 60 },
      { nbf: seconds + 61 },
      { iat: seconds + 61 },
      { auth_time: seconds + 61 },
    ]) {
      expect((await refusal(bad))[0]).toBe('activation-sign-in-invalid');
    }
  });

  test('may tell of a sign-in up to ten seconds before it was asked for, by the clock of its issuer', async () => {
    for (const skew of [0, 600_000, -600_000]) {
      const other = { skew, now: now + skew, askedAt: now + skew - 30_000 };
      expect(await verify({ auth_time: seconds - 40 }, other)).toMatchObject({ id: OID });
      expect((await refusal({ auth_time: seconds - 41 }, other))[0]).toBe('activation-sign-in-old');
    }
  });

  test('names its user by an id in small letters, of a tenant in any letters, with or without a name', async () => {
    expect(await verify({ tid: TENANT.toUpperCase(), oid: 'AAAAAAAA-2222-4333-8444-555555555555' })).toMatchObject({
      id: 'aaaaaaaa-2222-4333-8444-555555555555',
    });
    expect(await verify({}, { tenantId: TENANT.toUpperCase() })).toMatchObject({ id: OID });
    expect(await verify({ preferred_username: undefined })).toEqual({ id: OID, userPrincipalName: undefined });
    // A name is shown, so what is ill-formed in it is replaced; an id is refused.
    expect(await verify({ preferred_username: 'mia\ud800', name: 'Mia\ud800' })).toMatchObject({
      userPrincipalName: 'mia\ufffd',
    });
    expect((await refusal({ nonce: 'this\ud800' }))[1]).toBe('token-nameless');
  });

  test('by another algorithm of the same key proves nothing, and the error keeps its cause', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const pkcs8 = await exportPKCS8(privateKey);
    const jwks: JSONWebKeySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] };
    const signed = async (alg: string) =>
      new SignJWT(good).setProtectedHeader({ alg, kid: 'k' }).sign(await importPKCS8(pkcs8, alg));
    const expected = { jwks, issuer: ISSUER, audience: 'client', tenantId: TENANT, nonce: 'this one' };
    const times = { askedAt: now - 30_000, skew: 0, now };
    expect(await verifyIdToken(await signed('RS256'), { ...expected, ...times })).toMatchObject({ id: OID });
    for (const alg of ['PS256', 'RS512']) {
      await expect(verifyIdToken(await signed(alg), { ...expected, ...times })).rejects.toMatchObject({
        code: 'activation-sign-in-invalid',
        cause: expect.any(Error),
      });
    }
  });
});
