import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  type ECDH,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { CborMap, CborValue } from '../../ctap/cbor.ts';
import { CtapFailure, demand } from './failure.ts';
import { needed, Parameters } from './parameters.ts';

export type PinProtocolVersion = 1 | 2;

/** The authenticator's side of one PIN/UV auth protocol (CTAP 2.3, 6.5.6 and 6.5.7). */
export class PinProtocol {
  readonly version: PinProtocolVersion;
  #ecdh: ECDH = freshEcdh();

  constructor(version: PinProtocolVersion) {
    this.version = version;
  }

  /** regenerate: creates a new key agreement key. */
  regenerate(): void {
    this.#ecdh = freshEcdh();
  }

  /** getPublicKey: returns the public key as COSE_Key. */
  publicKey(): CborMap {
    const point = this.#ecdh.getPublicKey();
    return new Map<number, CborValue>([
      [1, 2],
      [3, -25],
      [-1, 1],
      [-2, new Uint8Array(point.subarray(1, 33))],
      [-3, new Uint8Array(point.subarray(33))],
    ]);
  }

  /** decapsulate: derives the shared secret from the platform's COSE_Key. */
  decapsulate(platformKey: CborMap): Uint8Array {
    const key = new Parameters(platformKey);
    const [x, y] = [needed(key.bytes(-2)), needed(key.bytes(-3))];
    demand(key.integer(1) === 2 && key.integer(3) === -25 && key.integer(-1) === 1, 'CTAP1_ERR_INVALID_PARAMETER');
    const z = this.#agree(Buffer.concat([Buffer.of(4), x, y]));
    if (this.version === 1) return new Uint8Array(createHash('sha256').update(z).digest());
    const derive = (info: string) => Buffer.from(hkdfSync('sha256', z, new Uint8Array(32), info, 32));
    return new Uint8Array(Buffer.concat([derive('CTAP2 HMAC key'), derive('CTAP2 AES key')]));
  }

  encrypt(secret: Uint8Array, plaintext: Uint8Array): Uint8Array {
    const iv = this.version === 1 ? Buffer.alloc(16) : randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', this.#aesKey(secret), iv).setAutoPadding(false);
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return new Uint8Array(this.version === 1 ? ciphertext : Buffer.concat([iv, ciphertext]));
  }

  decrypt(secret: Uint8Array, data: Uint8Array): Uint8Array {
    const ivLength = this.version === 1 ? 0 : 16;
    demand(data.length > ivLength && data.length % 16 === 0, 'CTAP1_ERR_INVALID_PARAMETER');
    const iv = this.version === 1 ? Buffer.alloc(16) : data.subarray(0, 16);
    const decipher = createDecipheriv('aes-256-cbc', this.#aesKey(secret), iv).setAutoPadding(false);
    return new Uint8Array(Buffer.concat([decipher.update(data.subarray(ivLength)), decipher.final()]));
  }

  /** verify: returns whether `signature` authenticates `message` with a shared secret or a pinUvAuthToken. */
  verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    const mac = createHmac('sha256', key.subarray(0, 32)).update(message).digest();
    const expected = this.version === 1 ? mac.subarray(0, 16) : mac;
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }

  #agree(point: Uint8Array): Buffer {
    try {
      return this.#ecdh.computeSecret(point);
    } catch {
      throw new CtapFailure('CTAP1_ERR_INVALID_PARAMETER');
    }
  }

  #aesKey(secret: Uint8Array): Uint8Array {
    return this.version === 1 ? secret : secret.subarray(32);
  }
}

function freshEcdh(): ECDH {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  return ecdh;
}
