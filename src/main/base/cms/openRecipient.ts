import {
  constants,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { der } from './der.ts';
import { oids } from './oids.ts';

const MIN_RSA = 2048;
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Reads a private key in PEM form. @throws KeydeskError deferred-identity */
export function privateKeyOf(pem: string, passphrase: string | undefined): KeyObject {
  const key = parsed(pem, passphrase);
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const usable = key.asymmetricKeyType === 'rsa' ? modulusLength >= MIN_RSA : CURVES.includes(namedCurve);
  if (!usable) throw new KeydeskError('deferred-identity', { reason: 'identity-kind' });
  return key;
}

function parsed(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw new KeydeskError('deferred-identity', { reason: 'identity-unreadable' }, { cause });
  }
}

/**
 * Returns the key that certificateRecipient.ts has encrypted for the owner of this private key. Reads only what that file writes.
 * @param info a RecipientInfo in DER
 * @throws Error if it is damaged, or for another recipient
 */
export function openRecipient(info: Buffer, privateKey: KeyObject): Buffer {
  const [outer] = elements(info);
  if (outer === undefined) throw new Error('no RecipientInfo');
  if (privateKey.asymmetricKeyType === 'rsa') {
    const [, , , encrypted] = parts(outer, 0x30);
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: privateKey, padding, oaepHash: 'sha256' }, content(encrypted, 0x04));
  }
  const [, originator, , keys] = parts(outer, 0xa1);
  const [publicKey] = parts(originator, 0xa0);
  const [algorithm, point] = parts(publicKey, 0xa1);
  if (algorithm === undefined || point === undefined) throw new Error('no ephemeral key');
  const spki = der.sequence(algorithm.whole, point.whole);
  const secret = diffieHellman({ privateKey, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }) });
  const [encryptedKey] = parts(keys, 0x30);
  const [, wrapped] = parts(encryptedKey, 0x30);
  const decipher = createDecipheriv('id-aes256-wrap', wrappingKey(secret), Buffer.alloc(8, 0xa6));
  return Buffer.concat([decipher.update(content(wrapped, 0x04)), decipher.final()]);
}

/** The key derivation of X9.63 with SHA-256 (RFC 5753, 7.1). The other side is certificateRecipient.ts. */
export function wrappingKey(secret: Buffer): Buffer {
  const wrap = der.sequence(der.oid(oids.aes256wrap));
  // ECC-CMS-SharedInfo: the algorithm, and the length of its key in bits.
  const shared = der.sequence(wrap, der.tagged(2, der.octets(Buffer.of(0, 0, 1, 0))));
  return createHash('sha256')
    .update(secret)
    .update(Buffer.of(0, 0, 0, 1))
    .update(shared)
    .digest();
}

interface Element {
  readonly tag: number;
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** Splits DER into its elements. SECURITY: refuses lengths beyond the end, and tags of more than one byte. */
function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    if ((tag & 0x1f) === 0x1f || at + 2 > bytes.length) throw new Error('not DER');
    const long = first > 0x7f ? first & 0x7f : 0;
    if (long > 4 || (first > 0x7f && long === 0) || at + 2 + long > bytes.length) throw new Error('not DER');
    const length = long === 0 ? first : bytes.readUIntBE(at + 2, long);
    const [start, end] = [at + 2 + long, at + 2 + long + length];
    if (end > bytes.length) throw new Error('not DER');
    found.push({ tag, whole: bytes.subarray(at, end), content: bytes.subarray(start, end) });
    at = end;
  }
  return found;
}

function parts(element: Element | undefined, tag: number): (Element | undefined)[] {
  return elements(content(element, tag));
}

function content(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new Error(`expected the tag ${tag}`);
  return element.content;
}
