import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type PDFDocument from 'pdfkit';

type Document = InstanceType<typeof PDFDocument>;

/** The longest passphrase of a PDF, in bytes of UTF-8 (ISO 32000-2, 7.6.4.3.3). */
export const MAX_PDF_PASSPHRASE = 127;

/**
 * Returns the options of pdfkit for a PDF that opens only with a passphrase: AES-256, which permits printing and reading aloud alone. Call
 * `strengthen` on the document. SECURITY: the owner password is random and is never stored, so that nobody can lift the permissions with it.
 */
export function encrypted(passphrase: string): PDFKit.PDFDocumentOptions {
  return {
    pdfVersion: '1.7ext3',
    userPassword: passphrase,
    ownerPassword: randomBytes(32).toString('base64'),
    // Screen readers read the sheets too.
    permissions: { printing: 'highResolution', contentAccessibility: true },
  };
}

/** What pdfkit keeps for the encryption of a document. Its types do not have it. */
interface Security {
  readonly encryptionKey: Uint8Array;
  readonly dictionary: { readonly data: Record<string, unknown> };
}

/**
 * Replaces the key derivation of an encrypted document by that of PDF 2.0 (revision 6). SECURITY: pdfkit writes revision 5, whose key is one
 * SHA-256 of the passphrase, so that a graphics card tries billions of passphrases a second. Revision 6 needs at least 64 rounds of AES and
 * SHA-2 for each. The key of the file and the encryption of its content stay. All current readers know revision 6.
 * @throws Error if pdfkit has changed
 */
export function strengthen(document: Document, passphrase: string): void {
  const { _security: security, _root: root } = document as unknown as {
    _security?: Security;
    _root: Security['dictionary'];
  };
  if (security?.encryptionKey.length !== 32 || security.dictionary.data.R !== 5) {
    throw new Error('pdfkit no longer encrypts as expected');
  }
  const { encryptionKey, dictionary } = security;
  const user = entries(Buffer.from(passphrase, 'utf8'), encryptionKey, Buffer.alloc(0));
  const owner = entries(randomBytes(32), encryptionKey, user.check);
  Object.assign(dictionary.data, { R: 6, U: user.check, UE: user.key, O: owner.check, OE: owner.key });
  root.data.Extensions = { ADBE: { BaseVersion: '1.7', ExtensionLevel: 8 } };
}

/** Returns the entries of a dictionary for one password: U and UE, or O and OE (algorithms 8 and 9). */
function entries(password: Buffer, fileKey: Uint8Array, user: Buffer) {
  const [checkSalt, keySalt] = [randomBytes(8), randomBytes(8)];
  const cipher = createCipheriv('aes-256-cbc', hash(password, keySalt, user), Buffer.alloc(16)).setAutoPadding(false);
  return {
    check: Buffer.concat([hash(password, checkSalt, user), checkSalt, keySalt]),
    key: Buffer.concat([cipher.update(fileKey), cipher.final()]),
  };
}

/** Algorithm 2.B of ISO 32000-2. */
function hash(password: Buffer, salt: Buffer, user: Buffer): Buffer {
  let key = createHash('sha256').update(password).update(salt).update(user).digest();
  let last = 0;
  for (let round = 0; round < 64 || last > round - 32; round++) {
    const input = Buffer.concat(new Array<Buffer>(64).fill(Buffer.concat([password, key, user])));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const output = cipher.update(input);
    // 256 is 1 modulo 3, so the sum of the bytes has the remainder of the number.
    const remainder = output.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(['sha256', 'sha384', 'sha512'][remainder] ?? 'sha256')
      .update(output)
      .digest();
    last = output.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}
