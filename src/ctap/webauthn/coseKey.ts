import { toBase64url } from '../bytes.ts';
import type { CborMap } from '../cbor.ts';
import { importJwk, type JsonWebKey, type KeyObject, verifySignature } from '../crypto.ts';
import { Members } from '../ctap2/members.ts';
import { CtapError } from '../errors.ts';
import { strictEcdsaSignature } from './ecdsaSignature.ts';

/**
 * COSE algorithm numbers that this layer can verify: those of the FIDO registry that real models use (RFC 9053, RFC
 * 8812, RFC 8230), and the names of RFC 9864 for the same algorithms with their curve.
 */
export const coseAlgorithms = {
  ES256: -7,
  ES384: -35,
  ES512: -36,
  EdDSA: -8,
  RS256: -257,
  RS384: -258,
  RS512: -259,
  PS256: -37,
  PS384: -38,
  PS512: -39,
  ESP256: -9,
  ESP384: -51,
  ESP512: -52,
  Ed25519: -19,
} as const;

/** A credential's public key, ready for verification. */
export interface CoseKey {
  readonly alg: number;
  /** Verifies a signature over `data`, in WebAuthn's form: DER for ECDSA, raw for EdDSA and RSA. */
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

/** An elliptic curve by its name in JWK, its number in COSE and the length of its coordinates in bytes. */
interface Curve {
  readonly crv: string;
  readonly number: number;
  readonly length: number;
}

/** What node:crypto needs to know about each algorithm: its hash, the type of key, and the padding of RSA. */
interface Algorithm {
  readonly hash: string | null;
  readonly keyTypes: readonly string[];
  readonly padding?: 'pss';
  /** The curve that WebAuthn requires for the algorithm (Level 3, 5.8.5). Certificates may use another one. */
  readonly curve?: Curve;
}

const P256 = { crv: 'P-256', number: 1, length: 32 };
const P384 = { crv: 'P-384', number: 2, length: 48 };
const P521 = { crv: 'P-521', number: 3, length: 66 };
const ED25519 = { crv: 'Ed25519', number: 6, length: 32 };

const ecdsa = (hash: string, curve: Curve): Algorithm => ({ hash, keyTypes: ['ec'], curve });
const edDsa: Algorithm = { hash: null, keyTypes: ['ed25519'], curve: ED25519 };
const rsa = (hash: string): Algorithm => ({ hash, keyTypes: ['rsa'] });
const pss = (hash: string): Algorithm => ({ hash, keyTypes: ['rsa', 'rsa-pss'], padding: 'pss' });

const algorithms: ReadonlyMap<number, Algorithm> = new Map([
  [coseAlgorithms.ES256, ecdsa('sha256', P256)],
  [coseAlgorithms.ESP256, ecdsa('sha256', P256)],
  [coseAlgorithms.ES384, ecdsa('sha384', P384)],
  [coseAlgorithms.ESP384, ecdsa('sha384', P384)],
  [coseAlgorithms.ES512, ecdsa('sha512', P521)],
  [coseAlgorithms.ESP512, ecdsa('sha512', P521)],
  [coseAlgorithms.EdDSA, edDsa],
  [coseAlgorithms.Ed25519, edDsa],
  [coseAlgorithms.RS256, rsa('sha256')],
  [coseAlgorithms.RS384, rsa('sha384')],
  [coseAlgorithms.RS512, rsa('sha512')],
  [coseAlgorithms.PS256, pss('sha256')],
  [coseAlgorithms.PS384, pss('sha384')],
  [coseAlgorithms.PS512, pss('sha512')],
]);

const KTY = { okp: 1, ec2: 2, rsa: 3 };

/** Returns whether this layer can verify signatures of this COSE algorithm. */
export function isKnownAlgorithm(alg: number): boolean {
  return algorithms.has(alg);
}

/** Returns whether signatures of this COSE algorithm are Ecdsa-Sig-Values in DER. */
export function isEcdsa(alg: number): boolean {
  return algorithms.get(alg)?.keyTypes[0] === 'ec';
}

/**
 * Reads a COSE_Key (RFC 9052, 7).
 * @throws CtapError unsupported for an unknown algorithm, response-malformed for an invalid key
 */
export function parseCoseKey(map: CborMap): CoseKey {
  const m = new Members(map, 'COSE_Key');
  const alg = m.required(m.integer(3, 'alg'), 'alg');
  const algorithm = algorithms.get(alg);
  if (algorithm === undefined) throw new CtapError('unsupported', { what: 'cose-algorithm', value: alg });
  const key = importKey(alg, jwkOf(algorithm, m));
  return { alg, verify: (data, signature) => verifyByAlgorithm(alg, key, data, signature) };
}

/**
 * Returns whether a signature of a COSE algorithm is valid, also for keys from a certificate. Returns false for unknown
 * algorithms and for keys of another type.
 */
export function verifyByAlgorithm(alg: number, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const algorithm = algorithms.get(alg);
  if (algorithm === undefined || !algorithm.keyTypes.includes(key.asymmetricKeyType ?? '')) return false;
  return verifySignature(algorithm.hash, key, data, signature, algorithm.padding);
}

/** Returns the reason why a signature did not verify. */
export function signatureFault(alg: number, signature: Uint8Array): string {
  const readable = !isEcdsa(alg) || strictEcdsaSignature(signature) !== undefined;
  return readable ? 'signature-wrong' : 'signature-not-der';
}

function jwkOf({ curve }: Algorithm, m: Members): JsonWebKey {
  const bytes = (key: number, name: string) => toBase64url(m.required(m.bytes(key, name), name));
  const expect = (key: number, name: string, value: number) => {
    if (m.integer(key, name) !== value) throw new CtapError('response-malformed', { member: `COSE_Key.${name}` });
  };
  if (curve === undefined) {
    expect(1, 'kty', KTY.rsa);
    return { kty: 'RSA', n: bytes(-1, 'n'), e: bytes(-2, 'e') };
  }
  // Coordinates and Ed25519 keys always have their full length (RFC 9053, 7.1.1).
  const coordinate = (key: number, name: string) => {
    if (m.bytes(key, name)?.length !== curve.length)
      throw new CtapError('response-malformed', { member: `COSE_Key.${name}` });
    return bytes(key, name);
  };
  const { crv } = curve;
  expect(1, 'kty', curve === ED25519 ? KTY.okp : KTY.ec2);
  expect(-1, 'crv', curve.number);
  if (curve === ED25519) return { kty: 'OKP', crv, x: coordinate(-2, 'x') };
  return { kty: 'EC', crv, x: coordinate(-2, 'x'), y: coordinate(-3, 'y') };
}

function importKey(alg: number, jwk: JsonWebKey): KeyObject {
  try {
    return importJwk(jwk);
  } catch (cause) {
    throw new CtapError('response-malformed', { member: 'COSE_Key', alg }, { cause });
  }
}
