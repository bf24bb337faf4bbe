import { describe, expect, it } from 'vitest';
import type { CborMap } from '../../../src/ctap/cbor.ts';
import { verifyAssertion } from '../../../src/ctap/webauthn/assertion.ts';
import { coseAlgorithms, parseCoseKey } from '../../../src/ctap/webauthn/coseKey.ts';
import { corrupt, thrown } from '../helpers.ts';
import { RP_ID, type Vector, vector, vectors } from './vectors.ts';

const known: readonly unknown[] = Object.values(coseAlgorithms);
const isSupported = ({ attested }: Vector) => known.includes(attested.publicKey.get(3));
const signed = ({ assertion, attested }: Vector) => ({
  rpId: RP_ID,
  publicKey: parseCoseKey(attested.publicKey),
  ...assertion,
});
const es256 = vector('ES256 Credential with Self Attestation');
const rs256 = vector('Packed Attestation with RS256 Credential');
const eddsa = vector('Packed Attestation with Ed25519 Credential');

function withMember(
  { attested }: Vector,
  key: number,
  value: CborMap extends Map<unknown, infer V> ? V : never,
): CborMap {
  return new Map(attested.publicKey).set(key, value);
}

describe('verifyAssertion', () => {
  it.each(vectors.filter(isSupported))('accepts $title', v => {
    expect(verifyAssertion(signed(v)).flags.up).toBe(true);
  });

  it.each([es256, rs256, eddsa])('refuses $title when anything signed is changed', v => {
    const good = signed(v);
    const damaged = [
      { ...good, signature: corrupt(good.signature, -1) },
      { ...good, signature: new Uint8Array() },
      { ...good, authData: corrupt(good.authData, -1) },
      { ...good, clientDataJSON: corrupt(good.clientDataJSON, -1) },
    ];
    for (const each of damaged) expect(thrown(() => verifyAssertion(each)).code).toBe('assertion-invalid');
  });

  it('refuses the signature of another credential', () => {
    const other = vector('ES256 Credential with No Attestation');
    const error = thrown(() =>
      verifyAssertion({ ...signed(es256), publicKey: parseCoseKey(other.attested.publicKey) }),
    );
    expect(error.code).toBe('assertion-invalid');
  });

  it('refuses another relying party', () => {
    expect(thrown(() => verifyAssertion({ ...signed(es256), rpId: 'example.com' })).code).toBe('wrong-rp-id-hash');
  });
});

describe('parseCoseKey', () => {
  it.each([
    [es256, coseAlgorithms.ES256],
    [rs256, coseAlgorithms.RS256],
    [eddsa, coseAlgorithms.EdDSA],
  ])('reads the key of $title', (v, alg) => {
    expect(parseCoseKey(v.attested.publicKey).alg).toBe(alg);
  });

  it.each(vectors.filter(v => !isSupported(v)))('does not know the algorithm of $title', v => {
    expect(thrown(() => parseCoseKey(v.attested.publicKey)).code).toBe('unsupported');
  });

  it.each([
    ['without algorithm', new Map([[1, 2]]), 'COSE_Key.alg'],
    ['with text for an algorithm', withMember(es256, 3, 'ES256'), 'COSE_Key.alg'],
    ['of another type', withMember(es256, 1, 3), 'COSE_Key.kty'],
    ['on another curve', withMember(es256, -1, 2), 'COSE_Key.crv'],
    ['with a short coordinate', withMember(es256, -2, new Uint8Array(31)), 'COSE_Key.x'],
    ['with a long coordinate', withMember(es256, -3, new Uint8Array(33)), 'COSE_Key.y'],
    ['off its curve', withMember(es256, -2, new Uint8Array(32).fill(1)), 'COSE_Key'],
    ['of Ed25519 that is short', withMember(eddsa, -2, new Uint8Array(31)), 'COSE_Key.x'],
    ['of RSA without modulus', withMember(rs256, -1, undefined), 'COSE_Key.n'],
  ])('refuses a key %s', (_what, key, member) => {
    expect(thrown(() => parseCoseKey(key))).toMatchObject({ code: 'response-malformed', params: { member } });
  });
});
