import { toBase64url } from '../bytes.ts';
import type { CborMap } from '../cbor.ts';
import { importJwk, type JsonWebKey, type KeyObject, verifySignature } from '../crypto.ts';
import { Members } from '../ctap2/members.ts';
import { CtapError } from '../errors.ts';

/** COSE algorithm numbers this layer can verify (RFC 9053, RFC 8812). */
export const coseAlgorithms = { ES256: -7, EdDSA: -8, RS256: -257 } as const;

/** A credential's public key, ready to verify with. */
export interface CoseKey {
  readonly alg: number;
  /** Over `data`, in the form WebAuthn signs it: DER for ES256, raw for EdDSA, PKCS #1 v1.5 for RS256. */
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

/** What the platform needs to know of each: its hash (EdDSA brings its own) and the type of key it works with. */
const verifiers: Readonly<Record<number, { hash: string | null; keyType: string }>> = {
  [coseAlgorithms.ES256]: { hash: 'sha256', keyType: 'ec' },
  [coseAlgorithms.RS256]: { hash: 'sha256', keyType: 'rsa' },
  [coseAlgorithms.EdDSA]: { hash: null, keyType: 'ed25519' },
};
/** Coordinates and Ed25519 keys are never shortened (RFC 9053, 7.1.1). */
const COORDINATE_LENGTH = 32;

/**
 * Reads a COSE_Key (RFC 9052, 7).
 * @throws CtapError unsupported for an algorithm not named here, response-malformed for a key that is none
 */
export function parseCoseKey(map: CborMap): CoseKey {
  const m = new Members(map, 'COSE_Key');
  const alg = m.required(m.integer(3, 'alg'), 'alg');
  const key = importKey(alg, jwkOf(alg, m));
  return { alg, verify: (data, signature) => verifyByAlgorithm(alg, key, data, signature) };
}

/** Whether a signature by a COSE algorithm is good, for keys that came in a certificate. False for unknown
 * algorithms and for keys of another type. */
export function verifyByAlgorithm(alg: number, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const verifier = verifiers[alg];
  if (verifier === undefined || key.asymmetricKeyType !== verifier.keyType) return false;
  return verifySignature(verifier.hash, key, data, signature);
}

function jwkOf(alg: number, m: Members): JsonWebKey {
  const bytes = (key: number, name: string) => toBase64url(m.required(m.bytes(key, name), name));
  const coordinate = (key: number, name: string) => {
    if (m.bytes(key, name)?.length !== COORDINATE_LENGTH)
      throw new CtapError('response-malformed', { member: `COSE_Key.${name}` });
    return bytes(key, name);
  };
  const expect = (key: number, name: string, value: number) => {
    if (m.integer(key, name) !== value) throw new CtapError('response-malformed', { member: `COSE_Key.${name}` });
  };
  switch (alg) {
    case coseAlgorithms.ES256:
      expect(1, 'kty', 2);
      expect(-1, 'crv', 1);
      return { kty: 'EC', crv: 'P-256', x: coordinate(-2, 'x'), y: coordinate(-3, 'y') };
    case coseAlgorithms.EdDSA:
      expect(1, 'kty', 1);
      expect(-1, 'crv', 6);
      return { kty: 'OKP', crv: 'Ed25519', x: coordinate(-2, 'x') };
    case coseAlgorithms.RS256:
      expect(1, 'kty', 3);
      return { kty: 'RSA', n: bytes(-1, 'n'), e: bytes(-2, 'e') };
    default:
      throw new CtapError('unsupported', { what: `COSE algorithm ${alg}` });
  }
}

function importKey(alg: number, jwk: JsonWebKey): KeyObject {
  try {
    return importJwk(jwk);
  } catch (cause) {
    throw new CtapError('response-malformed', { member: 'COSE_Key', alg }, { cause });
  }
}
