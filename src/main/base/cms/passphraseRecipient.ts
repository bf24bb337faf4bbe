import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { der } from './der.ts';
import type { Recipient } from './enveloped.ts';
import { oids } from './oids.ts';

/** SECURITY: the number that OWASP recommends for PBKDF2 with HMAC-SHA-256. */
const ITERATIONS = 600_000;
const BLOCK = 16;

const derive = promisify(pbkdf2);

/** Returns everyone who knows a passphrase (RFC 5652, 6.2.4). `openssl cms -decrypt -pwri_password` opens the message. */
export function passphraseRecipient(passphrase: string): Recipient {
  return {
    version: 3,
    wrap: async contentKey => {
      const [salt, iv] = [randomBytes(16), randomBytes(BLOCK)];
      const key = await derive(passphrase, salt, ITERATIONS, 32, 'sha256');
      const prf = der.sequence(der.oid(oids.hmacSha256), der.null);
      const derivation = [der.oid(oids.pbkdf2), der.sequence(der.octets(salt), der.integer(ITERATIONS), prf)];
      const encryption = [der.oid(oids.pwriKek), der.sequence(der.oid(oids.aes256cbc), der.octets(iv))];
      const encryptedKey = der.octets(wrapped(contentKey, key, iv));
      return der.tagged(3, der.integer(0), der.tagged(0, ...derivation), der.sequence(...encryption), encryptedKey);
    },
  };
}

/** The key wrap of RFC 3211, 2.3.1: length, check bytes, key and padding, encrypted twice in CBC mode. */
function wrapped(contentKey: Buffer, key: Buffer, iv: Buffer): Buffer {
  const check = contentKey.subarray(0, 3).map(byte => byte ^ 0xff);
  const plain = Buffer.concat([Buffer.of(contentKey.length), check, contentKey]);
  const padding = randomBytes((BLOCK - (plain.length % BLOCK)) % BLOCK);
  const cbc = (bytes: Buffer, start: Buffer) =>
    createCipheriv('aes-256-cbc', key, start).setAutoPadding(false).update(bytes);
  const once = cbc(Buffer.concat([plain, padding]), iv);
  return cbc(once, once.subarray(-BLOCK));
}
