import { concat } from '../bytes.ts';
import type { CborMap } from '../cbor.ts';
import {
  aesCbcDecrypt,
  aesCbcEncrypt,
  type EcdhKeyPair,
  ecdhP256,
  hkdfSha256,
  hmacSha256,
  randomBytes,
  sha256,
} from '../crypto.ts';
import { Members } from '../ctap2/members.ts';
import { CtapError } from '../errors.ts';

export type PinProtocolVersion = 1 | 2;

const NO_IV = new Uint8Array(16);
const IV_LENGTH = 16;
const COORDINATE_LENGTH = 32;

/** The crypto of one PIN/UV auth protocol (CTAP 2.3, 6.5.6 and 6.5.7) over a shared secret. */
interface ProtocolCrypto {
  /** Derives the shared secret from the x coordinate of the ECDH point. */
  kdf(x: Uint8Array): Uint8Array;
  encrypt(secret: Uint8Array, plaintext: Uint8Array): Uint8Array;
  decrypt(secret: Uint8Array, ciphertext: Uint8Array): Uint8Array;
  authenticate(key: Uint8Array, message: Uint8Array): Uint8Array;
}

const protocols: Readonly<Record<PinProtocolVersion, ProtocolCrypto>> = {
  1: {
    kdf: x => sha256(x),
    encrypt: (secret, plaintext) => aesCbcEncrypt(secret, NO_IV, plaintext),
    decrypt: (secret, ciphertext) => aesCbcDecrypt(secret, NO_IV, ciphertext),
    authenticate: (key, message) => hmacSha256(key, message).slice(0, 16),
  },
  2: {
    kdf: x => concat(hkdfSha256(x, 'CTAP2 HMAC key'), hkdfSha256(x, 'CTAP2 AES key')),
    encrypt: (secret, plaintext) => {
      const iv = randomBytes(IV_LENGTH);
      return concat(iv, aesCbcEncrypt(secret.subarray(32), iv, plaintext));
    },
    decrypt: (secret, ciphertext) =>
      aesCbcDecrypt(secret.subarray(32), ciphertext.subarray(0, IV_LENGTH), ciphertext.subarray(IV_LENGTH)),
    // A shared secret is 64 bytes, of which the first half authenticates. A pinUvAuthToken is 32 bytes and used whole.
    authenticate: (key, message) => hmacSha256(key.subarray(0, 32), message),
  },
};

/** A shared secret between host and key. It expires with the key's next power-up or a wrong PIN from any program. */
export interface KeyAgreement {
  readonly version: PinProtocolVersion;
  /** The host's public key as COSE_Key, sent with every request that uses the secret. */
  readonly platformKey: CborMap;
  encrypt(plaintext: Uint8Array): Uint8Array;
  /** Decrypts. @throws CtapError response-malformed if the ciphertext is not whole blocks */
  decrypt(ciphertext: Uint8Array): Uint8Array;
  authenticate(message: Uint8Array): Uint8Array;
  /** Overwrites the secret. */
  forget(): void;
}

/**
 * Computes encapsulate (CTAP 2.3, 6.5.4): agrees on a secret with the key's public key. `own` is the host's key pair.
 * @throws CtapError response-malformed if the peer's key is not a P-256 point
 */
export function encapsulate(version: PinProtocolVersion, peer: CborMap, own: EcdhKeyPair = ecdhP256()): KeyAgreement {
  const crypto = protocols[version];
  const point = agree(own, peer);
  const secret = crypto.kdf(point);
  // SECURITY: overwrites the input of the derivation after use.
  point.fill(0);
  return {
    version,
    platformKey: new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -25],
      [-1, 1],
      [-2, own.x],
      [-3, own.y],
    ]),
    encrypt: plaintext => crypto.encrypt(secret, plaintext),
    decrypt: ciphertext => {
      if (ciphertext.length === 0 || ciphertext.length % 16 !== 0) {
        throw new CtapError('response-malformed', { member: 'ciphertext' });
      }
      return crypto.decrypt(secret, ciphertext);
    },
    authenticate: message => crypto.authenticate(secret, message),
    forget: () => secret.fill(0),
  };
}

/** Computes authenticate with a pinUvAuthToken, which both protocols use as the HMAC key itself. */
export function authenticateByToken(version: PinProtocolVersion, token: Uint8Array, message: Uint8Array): Uint8Array {
  return protocols[version].authenticate(token, message);
}

function agree(own: EcdhKeyPair, peer: CborMap): Uint8Array {
  const m = new Members(peer, 'keyAgreement');
  const [x, y] = [m.required(m.bytes(-2, 'x'), 'x'), m.required(m.bytes(-3, 'y'), 'y')];
  if (x.length !== COORDINATE_LENGTH || y.length !== COORDINATE_LENGTH) {
    throw new CtapError('response-malformed', { member: 'keyAgreement' });
  }
  try {
    return own.agree(x, y);
  } catch (cause) {
    throw new CtapError('response-malformed', { member: 'keyAgreement' }, { cause });
  }
}
