/**
 * The only file that imports node:crypto. A replacement must be synchronous and provide NIST P-256 ECDH, HMAC-SHA-256,
 * HKDF-SHA-256, AES-CBC without padding, AES-256-GCM, and verification of signatures by COSE keys.
 */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes as nodeRandomBytes,
  verify,
  X509Certificate,
} from 'node:crypto';
import { concat } from './bytes.ts';
import { strictEcdsaSignature } from './webauthn/ecdsaSignature.ts';

export type { JsonWebKey, KeyObject };

const NO_SALT = new Uint8Array(32);
const GCM_TAG_LENGTH = 16;
/** The first byte of a point whose two coordinates follow. */
const UNCOMPRESSED = Uint8Array.of(4);

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', createSecretKey(key)).update(message).digest());
}

/** Derives bytes by HKDF-SHA-256 with a salt of 32 zero bytes, as CTAP requires everywhere. */
export function hkdfSha256(secret: Uint8Array, info: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', createSecretKey(secret), NO_SALT, info, length));
}

/** Encrypts with AES-128-CBC or AES-256-CBC, depending on the length of the key. The data must be whole blocks. */
export function aesCbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(cbc(key), createSecretKey(key), iv).setAutoPadding(false);
  return concat(cipher.update(data), cipher.final());
}

export function aesCbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(cbc(key), createSecretKey(key), iv).setAutoPadding(false);
  return concat(decipher.update(data), decipher.final());
}

function cbc(key: Uint8Array): string {
  return key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc';
}

/** Encrypts with AES-256-GCM and a 12-byte nonce. The 16-byte tag is at the end of the ciphertext. */
export function aesGcmEncrypt(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return concat(cipher.update(data), cipher.final(), cipher.getAuthTag());
}

/** Decrypts. Returns undefined if the ciphertext was made with another key or is damaged. */
export function aesGcmDecrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  data: Uint8Array,
): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: GCM_TAG_LENGTH }).setAAD(aad);
    decipher.setAuthTag(data.subarray(-GCM_TAG_LENGTH));
    return concat(decipher.update(data.subarray(0, -GCM_TAG_LENGTH)), decipher.final());
  } catch {
    return undefined;
  }
}

export function randomBytes(length: number): Uint8Array {
  return new Uint8Array(nodeRandomBytes(length));
}

/** An ephemeral P-256 key pair for one key agreement. Coordinates are 32 bytes. */
export interface EcdhKeyPair {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
  /** Returns the x coordinate of the shared point. Throws if the peer's point is not on the curve. */
  agree(peerX: Uint8Array, peerY: Uint8Array): Uint8Array;
}

/** Creates a key pair. `privateKey` sets the private key, for published test vectors. */
export function ecdhP256(privateKey?: Uint8Array): EcdhKeyPair {
  const ecdh = createECDH('prime256v1');
  if (privateKey === undefined) ecdh.generateKeys();
  else ecdh.setPrivateKey(privateKey);
  const point = new Uint8Array(ecdh.getPublicKey());
  return {
    x: point.slice(1, 33),
    y: point.slice(33),
    agree: (peerX, peerY) => new Uint8Array(ecdh.computeSecret(concat(UNCOMPRESSED, peerX, peerY))),
  };
}

/** Imports a public key from its JWK members. Throws if they are not a key of that type. */
export function importJwk(jwk: JsonWebKey): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/**
 * Returns whether a signature over `data` is valid. All signatures are verified here: those of assertions, attestation
 * statements and certificates. ECDSA signatures are DER, with the tolerance of ecdsaSignature.ts.
 * @param hash the name of the hash; null for EdDSA, which includes its own
 * @param padding for RSA: `pss` with a salt as long as the hash (RFC 8230), else PKCS #1 v1.5
 */
export function verifySignature(
  hash: string | null,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  padding: 'pkcs1' | 'pss' = 'pkcs1',
): boolean {
  const strict = key.asymmetricKeyType === 'ec' ? strictEcdsaSignature(signature) : signature;
  if (strict === undefined) return false;
  const { RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
  const pss = { key, padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST };
  try {
    return verify(hash, data, padding === 'pss' ? pss : key, strict);
  } catch {
    // OpenSSL throws if a signature does not even have the right form.
    return false;
  }
}

/** Parses a DER certificate. Throws if the bytes are not a certificate. */
export function parseCertificate(der: Uint8Array): X509Certificate {
  return new X509Certificate(der);
}
