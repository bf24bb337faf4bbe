import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { type Lock, lockSchema } from './locks.ts';

/**
 * The file of a package:
 *
 *   magic (16) | version (1) | length of the header (4) | header, JSON | nonce (12) | content, AES-256-GCM | tag (16)
 *
 * SECURITY: everything before the nonce is associated data of the content, so a change of any byte is refused. The key of the content is
 * random. It stays the same for the life of a package; each write has a new nonce.
 */
const MAGIC = Buffer.from('KEYDESK-DEFERRED');
const VERSION = 1;
const [LENGTH, NONCE, TAG] = [4, 12, 16];
const CIPHER = 'aes-256-gcm';
const MAX_HEADER = 64 * 1024;
/** The largest file, in bytes. */
export const MAX_PACKAGE = 64 * 1024 * 1024;

const headerSchema = z.object({ id: z.uuid(), locks: z.array(lockSchema).min(1).max(16) });
export type Header = z.output<typeof headerSchema>;

/** The bytes of a file, taken apart and not decrypted yet. */
export interface Sealed {
  readonly header: Header;
  /** Everything before the nonce. */
  readonly prefix: Buffer;
  readonly rest: Buffer;
}

/** Returns the beginning of all files of a package. */
export function prefixOf(id: string, locks: readonly Lock[]): Buffer {
  const header = Buffer.from(JSON.stringify({ id, locks }));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(header.length);
  return Buffer.concat([MAGIC, Buffer.of(VERSION), length, header]);
}

/** Returns a whole file. */
export function sealContent(prefix: Buffer, key: Buffer, content: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(prefix);
  return Buffer.concat([prefix, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Takes a file apart.
 * @param file its name, for errors
 * @throws KeydeskError deferred-not-a-package, deferred-package-newer, deferred-unopened
 */
export function splitPackage(bytes: Buffer, file: string): Sealed {
  const headerAt = MAGIC.length + 1 + LENGTH;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new KeydeskError('deferred-not-a-package', { file });
  const version = bytes[MAGIC.length] ?? 0;
  if (version > VERSION) throw new KeydeskError('deferred-package-newer', { version });
  if (version !== VERSION || bytes.length < headerAt) throw damaged();
  const end = headerAt + bytes.readUInt32BE(MAGIC.length + 1);
  if (end - headerAt > MAX_HEADER || bytes.length < end + NONCE + TAG) throw damaged();
  return {
    header: parsedHeader(bytes.toString('utf8', headerAt, end)),
    prefix: bytes.subarray(0, end),
    rest: bytes.subarray(end),
  };
}

function parsedHeader(text: string): Header {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(cause);
  }
}

/** Returns the content. @throws KeydeskError deferred-unopened if any byte of the file was changed */
export function openContent({ prefix, rest }: Sealed, key: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, key, rest.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(prefix).setAuthTag(rest.subarray(rest.length - TAG));
    return Buffer.concat([decipher.update(rest.subarray(NONCE, rest.length - TAG)), decipher.final()]);
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): KeydeskError {
  return new KeydeskError('deferred-unopened', { reason: 'damaged' }, { cause });
}
