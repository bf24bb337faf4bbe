import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Sealer } from '../../base/sealer.ts';

const CIPHER = 'aes-256-gcm';
const [KEY, IV, TAG, LENGTH] = [32, 12, 16, 2];
/**
 * The first bytes of data that is sealed in this format. Earlier formats begin with 1, with `v10`, or as DPAPI does.
 */
const MAGIC = Buffer.from('KDSEAL2\n');

/** The error for sealed data that was refused. */
export class SealRefused extends Error {
  /** `earlier-form`: an earlier Keydesk sealed it, without a name. `unreadable`: another key or name, or damage. */
  readonly reason: 'earlier-form' | 'unreadable';

  constructor(reason: SealRefused['reason'], options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/**
 * Seals a text under a name: AES-256-GCM with a new key, the name as associated data, and the key sealed by the shell.
 * SECURITY: the shell's own sealing has no associated data, and safeStorage on Linux and macOS is AES-CBC, into which
 * parts of other files can be spliced. This binds the whole text to its name with any shell.
 * @param name The name of the text, unique among all texts of this sealer
 */
export async function sealNamed(sealer: Sealer, name: string, text: string): Promise<Uint8Array> {
  const [key, iv] = [randomBytes(KEY), randomBytes(IV)];
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(name, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const wrapped = await sealer.seal(key.toString('base64'));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt16BE(wrapped.length);
  return new Uint8Array(Buffer.concat([MAGIC, length, wrapped, iv, cipher.getAuthTag(), body]));
}

/** Returns the text that was sealed under this name. @throws SealRefused */
export async function unsealNamed(sealer: Sealer, name: string, sealed: Uint8Array): Promise<string> {
  const bytes = Buffer.from(sealed);
  // SECURITY: data without a name is always refused. Otherwise, somebody could use it to replace any file.
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new SealRefused('earlier-form');
  try {
    const wrappedAt = MAGIC.length + LENGTH;
    const ivAt = wrappedAt + bytes.readUInt16BE(MAGIC.length);
    const [tagAt, bodyAt] = [ivAt + IV, ivAt + IV + TAG];
    const key = Buffer.from(await sealer.unseal(new Uint8Array(bytes.subarray(wrappedAt, ivAt))), 'base64');
    const cipher = createDecipheriv(CIPHER, key, bytes.subarray(ivAt, tagAt), { authTagLength: TAG });
    cipher.setAAD(Buffer.from(name, 'utf8')).setAuthTag(bytes.subarray(tagAt, bodyAt));
    return cipher.update(bytes.subarray(bodyAt), undefined, 'utf8') + cipher.final('utf8');
  } catch (cause) {
    throw new SealRefused('unreadable', { cause });
  }
}
