import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, equal, fromHex } from '../../../src/ctap/bytes.ts';
import type { CborMap } from '../../../src/ctap/cbor.ts';
import { ecdhP256 } from '../../../src/ctap/crypto.ts';
import { authenticateByToken, encapsulate, type PinProtocolVersion } from '../../../src/ctap/pin/protocol.ts';
import vectors from '../../vectors/hmac-secret.json' with { type: 'json' };
import { thrown } from '../helpers.ts';

const { shared, cases } = vectors;
const platformKey = fromHex(shared.platform_key_agreement_private_key);
const { x, y } = shared.authenticator_key_agreement_public_key;
const peer: CborMap = new Map<number, number | Uint8Array>([
  [1, 2],
  [3, -25],
  [-1, 1],
  [-2, fromHex(x)],
  [-3, fromHex(y)],
]);

function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(message).digest());
}

describe.each(cases)('$title', test => {
  const version = test.pinUvAuthProtocol as PinProtocolVersion;
  const sharedSecret = fromHex(test.shared_secret);
  const salts = concat(fromHex(test.salt1), fromHex(test.salt2 ?? ''));
  const outputs = concat(fromHex(test.output1), fromHex(test.output2 ?? ''));
  const agreement = encapsulate(version, peer, ecdhP256(platformKey));

  it('reads what the other side encrypted', () => {
    expect(agreement.decrypt(fromHex(test.output_enc))).toEqual(outputs);
    expect(agreement.decrypt(fromHex(test.salt_enc))).toEqual(salts);
  });

  it('encrypts what decrypts to the same', () => {
    const encrypted = agreement.encrypt(salts);
    expect(encrypted.length).toBe(fromHex(test.salt_enc).length);
    expect(agreement.decrypt(encrypted)).toEqual(salts);
    // Protocol one has a fixed initialization vector, protocol two a random one.
    expect(equal(encrypted, fromHex(test.salt_enc))).toBe(version === 1);
    expect(equal(encrypted, agreement.encrypt(salts))).toBe(version === 1);
  });

  it('authenticates by the shared secret', () => {
    const expected = version === 1 ? hmac(sharedSecret, salts).slice(0, 16) : hmac(sharedSecret.slice(0, 32), salts);
    expect(agreement.authenticate(salts)).toEqual(expected);
  });

  it('refuses ciphertext that is not whole blocks', () => {
    for (const length of [0, 15, 33]) {
      expect(thrown(() => agreement.decrypt(new Uint8Array(length))).code).toBe('response-malformed');
    }
  });
});

describe('encapsulate', () => {
  it('makes a key of its own each time', () => {
    const [one, other] = [encapsulate(2, peer).platformKey, encapsulate(2, peer).platformKey];
    expect(one.get(-2)).not.toEqual(other.get(-2));
    expect([...one.keys()]).toEqual([1, 3, -1, -2, -3]);
  });

  it('forgets the secret when told to', () => {
    const agreement = encapsulate(1, peer, ecdhP256(platformKey));
    const before = agreement.authenticate(new Uint8Array(32));
    agreement.forget();
    expect(agreement.authenticate(new Uint8Array(32))).not.toEqual(before);
  });

  it.each([
    ['that is not on the curve', new Map(peer).set(-2, new Uint8Array(32).fill(7))],
    ['with a short coordinate', new Map(peer).set(-3, new Uint8Array(31))],
    ['without a coordinate', new Map([...peer].filter(([key]) => key !== -3))],
    ['with text for a coordinate', new Map(peer).set(-2, 'x')],
  ])('refuses a key %s', (_what, key) => {
    expect(thrown(() => encapsulate(2, key)).code).toBe('response-malformed');
  });
});

describe('authenticateByToken', () => {
  const token = new Uint8Array(32).fill(0x5a);
  const message = Uint8Array.of(1, 2, 3);

  it('gives 16 bytes by protocol one, 32 by protocol two', () => {
    expect(authenticateByToken(1, token, message)).toEqual(hmac(token, message).slice(0, 16));
    expect(authenticateByToken(2, token, message)).toEqual(hmac(token, message));
  });

  it('uses a token of 16 bytes as it is', () => {
    expect(authenticateByToken(1, token.slice(16), message)).toEqual(hmac(token.slice(16), message).slice(0, 16));
  });
});
