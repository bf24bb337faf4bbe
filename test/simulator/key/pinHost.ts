import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { CborMap } from '../../../src/ctap/cbor.ts';
import { map, type RawHost } from './raw.ts';

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const cbc = { 1: Buffer.alloc(16), 2: undefined };

/**
 * The platform's side of a PIN/UV auth protocol, written independently of the product's (CTAP 2.3, 6.5.6 and 6.5.7).
 */
export class PinHost {
  readonly #host: RawHost;
  readonly #version: 1 | 2;
  #hmacKey: Uint8Array = new Uint8Array();
  #aesKey: Uint8Array = new Uint8Array();
  keyAgreement: CborMap = new Map();

  constructor(host: RawHost, version: 1 | 2) {
    this.#host = host;
    this.#version = version;
  }

  /** Creates a key agreement. A wrong PIN ends it. */
  async agree(): Promise<void> {
    const { response } = await this.#host.cbor(0x06, map([1, this.#version], [2, 2]));
    const theirs = response.get(1) as Map<number, Uint8Array>;
    const ecdh = createECDH('prime256v1');
    const own = ecdh.generateKeys();
    const coordinates = [theirs.get(-2), theirs.get(-3)].map(bytes => bytes ?? new Uint8Array());
    const z = ecdh.computeSecret(Buffer.concat([Buffer.of(4), ...coordinates]));
    const derive = (info: string) => new Uint8Array(hkdfSync('sha256', z, Buffer.alloc(32), info, 32));
    this.#hmacKey = this.#version === 1 ? sha256(z) : derive('CTAP2 HMAC key');
    this.#aesKey = this.#version === 1 ? sha256(z) : derive('CTAP2 AES key');
    const [x, y] = [own.subarray(1, 33), own.subarray(33)];
    this.keyAgreement = map([1, 2], [3, -25], [-1, 1], [-2, new Uint8Array(x)], [-3, new Uint8Array(y)]);
  }

  encrypt(plain: Uint8Array): Uint8Array {
    const iv = cbc[this.#version] ?? randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', this.#aesKey, iv).setAutoPadding(false);
    const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
    return new Uint8Array(this.#version === 1 ? encrypted : Buffer.concat([iv, encrypted]));
  }

  decrypt(data: Uint8Array): Uint8Array {
    const [iv, rest] = this.#version === 1 ? [Buffer.alloc(16), data] : [data.subarray(0, 16), data.subarray(16)];
    const decipher = createDecipheriv('aes-256-cbc', this.#aesKey, iv).setAutoPadding(false);
    return new Uint8Array(Buffer.concat([decipher.update(rest), decipher.final()]));
  }

  /** Returns the pinUvAuthParam of a message, with the shared secret or a token. */
  authenticate(message: Uint8Array, key: Uint8Array = this.#hmacKey): Uint8Array {
    const mac = createHmac('sha256', key).update(message).digest();
    return new Uint8Array(this.#version === 1 ? mac.subarray(0, 16) : mac);
  }

  /** Sends setPIN with any bytes, padded to `padding`. Returns the status. */
  async setPin(pin: string | Uint8Array, padding = 64): Promise<number> {
    await this.agree();
    const padded = new Uint8Array(padding);
    padded.set(Buffer.from(pin));
    const encrypted = this.encrypt(padded);
    return (await this.#clientPin(3, [4, this.authenticate(encrypted)], [5, encrypted])).status;
  }

  /** Sends changePIN. Returns the status. */
  async changePin(current: string, next: string): Promise<number> {
    await this.agree();
    const padded = new Uint8Array(64);
    padded.set(Buffer.from(next));
    const [encrypted, hash] = [this.encrypt(padded), this.encrypt(sha256(current).subarray(0, 16))];
    const param = this.authenticate(Buffer.concat([encrypted, hash]));
    return (await this.#clientPin(4, [4, param], [5, encrypted], [6, hash])).status;
  }

  /** Requests a token by subcommand 5 or, with permissions, 9. Returns the token, or the status of the failure. */
  async token(pin: string, ...more: [number, number | string][]): Promise<Uint8Array | number> {
    await this.agree();
    const hash = this.encrypt(sha256(pin).subarray(0, 16));
    const { status, response } = await this.#clientPin(more.length === 0 ? 5 : 9, [6, hash], ...more);
    return status === 0 ? this.decrypt(response.get(2) as Uint8Array) : status;
  }

  #clientPin(subCommand: number, ...more: [number, Uint8Array | number | string][]) {
    return this.#host.cbor(0x06, map([1, this.#version], [2, subCommand], [3, this.keyAgreement], ...more));
  }
}
