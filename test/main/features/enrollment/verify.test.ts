import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CborMap, decode } from '../../../../src/ctap/cbor.ts';
import { sha256 } from '../../../../src/ctap/crypto.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import { parseAuthenticatorData } from '../../../../src/ctap/webauthn/authenticatorData.ts';
import { clientDataJSON } from '../../../../src/ctap/webauthn/clientData.ts';
import { parseCoseKey } from '../../../../src/ctap/webauthn/coseKey.ts';
import type { MadeCredential } from '../../../../src/main/features/enrollment/create.ts';
import { signInWith, verifySignIn } from '../../../../src/main/features/enrollment/signIn.ts';
import { credentialIdOf, type Demands, verifyCredential } from '../../../../src/main/features/enrollment/verify.ts';
import type { Faults } from '../../../../src/simulator/key/faults.ts';
import { type Opened, openKey, PIN, RP } from '../../../simulator/key/open.ts';

/** Real credentials by a software key that deviates in one way: everything that it signs is signed correctly. */

const ES256 = -7;
const EDDSA = -8;
const [UP, UV] = [0x01, 0x04];
const challenge = new Uint8Array(32).fill(1);
const options: Demands = {
  rp: { id: RP, name: 'Microsoft' },
  pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
  extensions: { credProtect: 2 },
  enforceCredProtect: true,
};

let opened: Opened;
beforeEach(async () => {
  opened = await openKey();
  await opened.session.setPin(PIN);
});
afterEach(() => opened.key.close());

async function makeFor(wanted: Demands): Promise<MadeCredential> {
  const { session } = opened;
  const clientData = clientDataJSON({
    type: 'webauthn.create',
    challenge,
    origin: `https://${RP}`,
  });
  const clientDataHash = sha256(clientData);
  const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP });
  const { rp, pubKeyCredParams, extensions } = wanted;
  const request = { clientDataHash, rp, user: { id: Uint8Array.of(1) }, pubKeyCredParams, extensions, rk: true };
  return { response: await session.makeCredential(token, request), clientDataJSON: clientData, clientDataHash };
}

async function verdict(faults: Faults, wanted = options): Promise<unknown> {
  Object.assign(opened.key.faults, faults);
  const made = await makeFor(wanted);
  try {
    verifyCredential(made, wanted, opened.session.info);
    return 'accepted';
  } catch (error) {
    return error;
  }
}

const formatOf = (attestationObject: Uint8Array) => (decode(attestationObject) as CborMap).get('fmt');
const invalid = (reason: string) => ({ code: 'credential-invalid', params: { reason } });

describe('the check of a new credential', () => {
  test('accepts one of a sound key', async () => {
    expect(await verdict({})).toBe('accepted');
  });

  test('refuses one without the flag of user presence', async () => {
    expect(await verdict({ withoutPresence: true })).toMatchObject(invalid('without-touch'));
  });

  test('refuses one without the flag of user verification', async () => {
    expect(await verdict({ withoutVerification: true })).toMatchObject(invalid('without-pin'));
  });

  test('refuses one by an algorithm that was not asked for', async () => {
    const wanted = { ...options, pubKeyCredParams: [{ type: 'public-key', alg: EDDSA }] };
    expect(await verdict({ ignoresAlgorithms: true }, wanted)).toMatchObject(invalid('algorithm-unasked'));
  });

  test('refuses one with less protection than the tenant enforces', async () => {
    expect(await verdict({ ignoresCredProtect: true })).toMatchObject(invalid('unprotected'));
    const lower = await makeFor({ ...options, extensions: { credProtect: 2 } });
    delete opened.key.faults.ignoresCredProtect;
    const three = { ...options, extensions: { credProtect: 3 } } as const;
    expect(() => verifyCredential(lower, three, opened.session.info)).toThrow('credential-invalid');
    const two = await makeFor(options);
    expect(() => verifyCredential(two, three, opened.session.info)).toThrow('credential-invalid');
  });

  test('accepts less protection where the tenant does not enforce it', async () => {
    expect(await verdict({ ignoresCredProtect: true }, { ...options, enforceCredProtect: false })).toBe('accepted');
  });

  test('refuses one for another relying party, of another model, or without a credential', async () => {
    const made = await makeFor(options);
    const { info } = opened.session;
    const elsewhere = { ...options, rp: { ...options.rp, id: 'login.example' } };
    expect(() => verifyCredential(made, elsewhere, info)).toThrow('wrong-rp-id-hash');
    const other = { ...info, aaguid: '00000000-0000-0000-0000-000000000001' };
    expect(() => verifyCredential(made, options, other)).toThrow(expect.objectContaining(invalid('aaguid-differs')));
    const header = made.response.authData.slice(0, 37);
    const bare = { ...made, response: { ...made.response, authData: header.with(32, UP | UV) } };
    expect(() => verifyCredential(bare, options, info)).toThrow(expect.objectContaining(invalid('no-credential')));
    expect(credentialIdOf(bare)).toBeUndefined();
    expect(credentialIdOf({ ...made, response: { ...made.response, authData: header } })).toBeUndefined();
    expect(credentialIdOf(made)).toHaveLength(32);
  });

  test('returns the maker’s certificates, and sends the attestation as it is', async () => {
    const made = await makeFor(options);
    const { certificates, doubt, attestationObject } = verifyCredential(made, options, opened.session.info);
    expect(certificates).toEqual(made.response.attStmt.get('x5c'));
    expect(doubt).toBeUndefined();
    expect(formatOf(attestationObject)).toBe('packed');
  });

  test.each([
    ['a format that it does not know', 'tpm', { reason: 'attestation-format', value: 'tpm' }],
    ['no attestation', 'none', undefined],
  ])('leaves a statement out that Entra may not understand: %s', async (_, fmt, doubt) => {
    const made = await makeFor(options);
    const attStmt = fmt === 'none' ? new Map() : made.response.attStmt;
    const other = { ...made, response: { ...made.response, fmt, attStmt } };
    const verified = verifyCredential(other, options, opened.session.info);
    expect(verified.certificates).toEqual([]);
    expect(verified.doubt).toEqual(doubt);
    expect(formatOf(verified.attestationObject)).toBe('none');
  });

  test('refuses an attestation whose signature is wrong', async () => {
    const made = await makeFor(options);
    const wrong = { ...made, clientDataHash: made.clientDataHash.with(0, 0).with(1, 0) };
    expect(() => verifyCredential(wrong, options, opened.session.info)).toThrow('attestation-invalid');
  });
});

describe('the check of a sign-in', () => {
  async function signedIn(withPin: boolean) {
    const attested = parseAuthenticatorData((await makeFor(options)).response.authData).attestedCredentialData;
    if (attested === undefined) throw new Error('no credential');
    const { session } = opened;
    const token = withPin
      ? await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP })
      : undefined;
    const evidence = await signInWith(
      { session },
      RP,
      attested.credentialId,
    )(token && { token, renew: async () => token });
    return { evidence, check: { rpId: RP, publicKey: parseCoseKey(attested.publicKey) } };
  }
  const unverified = { code: 'proof-failed', params: { reason: 'pin-unchecked' } };

  test('accepts one under the PIN', async () => {
    const { evidence, check } = await signedIn(true);
    expect(() => verifySignIn(evidence, { ...check, userVerified: true })).not.toThrow();
  });

  test('refuses one without the PIN where the PIN must have been checked, although its signature is right', async () => {
    const { evidence, check } = await signedIn(false);
    expect(() => verifySignIn(evidence, { ...check, userVerified: false })).not.toThrow();
    expect(() => verifySignIn(evidence, { ...check, userVerified: true })).toThrow(expect.objectContaining(unverified));
  });

  test('refuses one of a key that took the PIN and does not confirm it', async () => {
    opened.key.faults.withoutVerification = true;
    const { evidence, check } = await signedIn(true);
    expect(() => verifySignIn(evidence, { ...check, userVerified: true })).toThrow(expect.objectContaining(unverified));
  });
});
