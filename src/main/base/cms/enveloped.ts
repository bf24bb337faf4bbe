import { createCipheriv, randomBytes } from 'node:crypto';
import { der } from './der.ts';
import { oids } from './oids.ts';

/** Who can open a message. */
export interface Recipient {
  /** The version of a message with this recipient (RFC 5652, 6.1). */
  readonly version: 0 | 2 | 3;
  /** Encrypts the key of the content. Returns a RecipientInfo in DER. */
  readonly wrap: (contentKey: Buffer) => Buffer | Promise<Buffer>;
}

/**
 * Encrypts content with AES-256-CBC in a CMS message (EnvelopedData, RFC 5652) in DER. `openssl cms -decrypt -inform DER` opens it.
 * SECURITY: the content key is random and used once.
 */
export async function enveloped(content: Uint8Array, { version, wrap }: Recipient): Promise<Buffer> {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const algorithm = der.sequence(der.oid(oids.aes256cbc), der.octets(iv));
  const recipient = await wrap(key);
  const data = der.sequence(
    der.integer(version),
    der.setOf(recipient),
    der.sequence(der.oid(oids.data), algorithm, der.taggedOctets(0, encrypted)),
  );
  key.fill(0);
  return der.sequence(der.oid(oids.envelopedData), der.tagged(0, data));
}
