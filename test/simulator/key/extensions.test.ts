import { describe, expect, test } from 'vitest';
import type { CborMap, CborValue } from '../../../src/ctap/cbor.ts';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import { parseAuthenticatorData } from '../../../src/ctap/webauthn/authenticatorData.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { HASH, make, openKey, PIN, RP } from './open.ts';
import { map, RawHost } from './raw.ts';

const text = (entries: Record<string, CborValue>): CborMap => new Map(Object.entries(entries));

async function openWithPin() {
  const opened = await openKey();
  await opened.session.setPin(PIN);
  /** The extension outputs of an assertion by the newest credential. */
  const outputs = async (extensions: Record<string, CborValue>, uv = true) => {
    const { session } = opened;
    const token = uv ? await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP }) : undefined;
    const ask = { rpId: RP, clientDataHash: HASH, extensions: text(extensions) };
    return parseAuthenticatorData((await session.getAssertion(token, ask)).authData).extensions;
  };
  return { ...opened, outputs };
}

describe('the extension', () => {
  test('credBlob is stored if it fits, and told', async () => {
    const { session, outputs } = await openWithPin();
    const blob = new Uint8Array(32).fill(4);
    const { maxCredBlobLength } = session.info;
    expect(maxCredBlobLength).toBe(blob.length);
    expect((await make(session, { extensions: { credBlob: blob } })).extensions).toEqual(text({ credBlob: true }));
    expect(await outputs({ credBlob: true })).toEqual(text({ credBlob: blob }));
    const long = await make(session, { extensions: { credBlob: new Uint8Array(33) } });
    expect(long.extensions).toEqual(text({ credBlob: false }));
    expect(await outputs({ credBlob: true })).toEqual(text({ credBlob: new Uint8Array() }));
    expect(await outputs({ credBlob: false })).toBeUndefined();
  });

  test('hmac-secret-mc tells at once what hmac-secret tells later', async () => {
    const { session, outputs } = await openWithPin();
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const asked = await session.hmacSecret(one, two);
    const extensions = { hmacSecret: true, hmacSecretMc: asked.input };
    const made = (await make(session, { extensions })).extensions;
    expect(made?.get('hmac-secret')).toBe(true);
    const [first, second] = asked.secrets(made?.get('hmac-secret-mc') as Uint8Array);
    expect(first).not.toEqual(second);
    const again = await session.hmacSecret(two);
    const told = await outputs({ 'hmac-secret': again.input });
    expect(again.secrets(told?.get('hmac-secret') as Uint8Array)).toEqual([second]);
    const unverified = await session.hmacSecret(two);
    const other = await outputs({ 'hmac-secret': unverified.input }, false);
    expect(unverified.secrets(other?.get('hmac-secret') as Uint8Array)).not.toEqual([second]);
    expect(() => asked.secrets(new Uint8Array(48))).toThrow('response-malformed');
    await expect(session.hmacSecret(new Uint8Array(31))).rejects.toThrow(RangeError);
    await expect(session.hmacSecret()).rejects.toThrow(RangeError);
  });

  test('thirdPartyPayment is kept with the credential', async () => {
    const { session, outputs } = await openWithPin();
    await make(session, { extensions: { thirdPartyPayment: true, largeBlobKey: true } });
    expect(await outputs({ thirdPartyPayment: true })).toEqual(text({ thirdPartyPayment: true }));
    const management = await session.credentialManagement(PIN);
    const [rp] = await management.relyingParties();
    const [listed] = await management.credentials(rp?.rpIdHash ?? new Uint8Array());
    expect(listed).toMatchObject({ thirdPartyPayment: true, largeBlobKey: expect.any(Uint8Array) });
    await make(session);
    expect(await outputs({ thirdPartyPayment: true })).toEqual(text({ thirdPartyPayment: false }));
  });

  test.each<[number, number[]]>([
    [1, [0, 0, 0]],
    [2, [0x2e, 0, 0]],
    [3, [0x2e, 0x2e, 0]],
  ])('credProtect %i is returned, listed, and enforced (12.1, 6.2.2, 6.8.4)', async (level, statuses) => {
    const { session, key } = await openWithPin();
    const { credentialId, extensions } = await make(session, { extensions: { credProtect: level as 1 | 2 | 3 } });
    expect(extensions).toEqual(text({ credProtect: level }));
    const management = await session.credentialManagement(PIN);
    const [rp] = await management.relyingParties();
    const [listed] = await management.credentials(rp?.rpIdHash ?? new Uint8Array());
    expect(listed?.credProtect).toBe(level);
    // Without an id, with it, and with user verification.
    const host = await RawHost.open(key);
    const descriptor = map(['id', credentialId], ['type', 'public-key']);
    const asked = map([1, RP], [2, HASH]);
    const named = map([1, RP], [2, HASH], [3, [descriptor]]);
    const unverified = [(await host.cbor(0x02, asked)).status, (await host.cbor(0x02, named)).status];
    const token = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP });
    const verified = await session.getAssertion(token, { rpId: RP, clientDataHash: HASH });
    expect([...unverified, verified.authData.length > 0 ? 0 : -1]).toEqual(statuses);
  });

  test('credProtect that was not asked for is not told, and is level 1 (12.1)', async () => {
    const { session } = await openWithPin();
    expect((await make(session)).extensions).toBeUndefined();
    const management = await session.credentialManagement(PIN);
    const [listed] = await management.credentials((await management.relyingParties())[0]?.rpIdHash ?? new Uint8Array());
    expect(listed?.credProtect).toBe(1);
  });

  test('pinComplexityPolicy tells authorized relying parties what getInfo 0x1b tells, also false (7.5.1, 12.6)', async () => {
    const { session, outputs } = await openWithPin();
    const extensions = { pinComplexityPolicy: true };
    // Nobody is authorized until setMinPINLength names the relying party (6.11.4: minPinLengthRPIDs).
    expect((await make(session, { extensions })).extensions).toBeUndefined();
    await session.configure(PIN, { kind: 'setMinPINLength', minPinLengthRPIDs: [RP] });
    expect(session.info).toMatchObject({ pinComplexityPolicy: false, forcePINChange: false });
    expect((await make(session, { extensions })).extensions).toEqual(text({ pinComplexityPolicy: false }));
    expect((await make(session, { extensions, rpId: 'b.example' })).extensions).toBeUndefined();
    expect((await make(session, { extensions: { pinComplexityPolicy: false } })).extensions).toBeUndefined();
    // It is a registration extension: getAssertion has no input and no output of it.
    expect(await outputs({ pinComplexityPolicy: true, minPinLength: true })).toBeUndefined();
  });

  test('pinComplexityPolicy is held once setMinPINLength has set it (6.11.4, parameter 0x04)', async () => {
    const { session } = await openWithPin();
    expect(session.info.extensions).toContain('pinComplexityPolicy');
    const change = { minPinLengthRPIDs: [RP], pinComplexityPolicy: true };
    await session.configure(PIN, { kind: 'setMinPINLength', ...change });
    expect(session.info).toMatchObject({ pinComplexityPolicy: true, forcePINChange: true });
    await expect(session.changePin(PIN, '777777')).rejects.toMatchObject({ code: 'CTAP2_ERR_PIN_POLICY_VIOLATION' });
    await session.changePin(PIN, '314159');
    await session.changePin('314159', PIN);
    const extensions = { pinComplexityPolicy: true, minPinLength: true };
    expect((await make(session, { extensions })).extensions).toEqual(
      text({ minPinLength: 4, pinComplexityPolicy: true }),
    );
    expect((await make(session, { extensions, rpId: 'b.example' })).extensions).toBeUndefined();
    const weaker = session.configure(PIN, { kind: 'setMinPINLength', pinComplexityPolicy: false });
    await expect(weaker).rejects.toMatchObject({ code: 'CTAP2_ERR_PIN_POLICY_VIOLATION' });
  });
});

describe('an extension is refused', () => {
  const creation = (extensions: CborMap, rk = true) =>
    map(
      [1, HASH],
      [2, map(['id', RP])],
      [3, map(['id', Uint8Array.of(1)])],
      [4, [map(['alg', -7], ['type', 'public-key'])]],
      [6, extensions],
      [7, map(['rk', rk])],
    );
  const salted = map([1, map([1, 2])], [2, new Uint8Array(32)], [3, new Uint8Array(32)]);

  test.each<[string, CborMap, boolean, number]>([
    ['largeBlobKey: false', map(['largeBlobKey', false]), true, 0x2c],
    ['largeBlobKey for a credential that is not discoverable', map(['largeBlobKey', true]), false, 0x2c],
    ['hmac-secret-mc without hmac-secret', map(['hmac-secret-mc', salted]), true, 0x14],
    ['hmac-secret-mc: true', map(['hmac-secret', true], ['hmac-secret-mc', true]), true, 0x11],
    ['hmac-secret-mc without a whole key', map(['hmac-secret', true], ['hmac-secret-mc', salted]), true, 0x14],
    ['credBlob: true', map(['credBlob', true]), true, 0x11],
    ['thirdPartyPayment: 1', map(['thirdPartyPayment', 1]), true, 0x11],
  ])('by makeCredential: %s', async (_what, extensions, rk, status) => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    expect((await host.cbor(0x01, creation(extensions, rk))).status).toBe(status);
  });

  test.each<[string, CborMap, number]>([
    ['largeBlobKey: false', map(['largeBlobKey', false]), 0x2c],
    ['credBlob: bytes', map(['credBlob', new Uint8Array(1)]), 0x11],
  ])('by getAssertion: %s', async (_what, extensions, status) => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    await host.cbor(0x01, creation(new Map()));
    expect((await host.cbor(0x02, map([1, RP], [2, HASH], [4, extensions]))).status).toBe(status);
  });

  test.each([0, 4])(
    'never for credProtect %i by a CTAP 2.0 key, which makes a credential without a level',
    async level => {
      const host = await RawHost.open(await createSoftwareKey({ profile: 'legacy' }));
      const { status, response } = await host.cbor(0x01, creation(map(['credProtect', level])));
      expect(status).toBe(0);
      expect(parseAuthenticatorData(response.get(2) as Uint8Array).extensions).toBeUndefined();
      // Level 1: it signs without its id and without user verification (CTAP 2.3, 12.1).
      expect((await host.cbor(0x02, map([1, RP], [2, HASH]))).status).toBe(0);
    },
  );

  test('never by a key that has it not', async () => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'legacy' }));
    expect((await host.cbor(0x01, creation(map(['credBlob', 1], ['largeBlobKey', false])))).status).toBe(0);
  });
});
