import { createCipheriv, createDecipheriv, createHash, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { z } from 'zod';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { openRecipient, privateKeyOf } from '../../../base/cms/openRecipient.ts';

const [KEY, NONCE, TAG, SALT] = [32, 12, 16, 16];

/** SECURITY: scrypt with 128 MiB for each try of a passphrase (OWASP: N 2^17, r 8, p 1). */
const COST = { logN: 17, r: 8, p: 1 } as const;
/** SECURITY: a reader accepts only these costs, so that a forged header can neither exhaust the memory nor weaken anything. */
const LOG_N = { min: 15, max: 18 } as const;

const binary = (bytes: number) =>
  z
    .base64()
    .transform(text => Buffer.from(text, 'base64'))
    .refine(({ length }) => length === bytes);

/** One way to the key of the content. */
export const lockSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('passphrase'),
    logN: z.number().int().min(LOG_N.min).max(LOG_N.max),
    r: z.literal(COST.r),
    p: z.literal(COST.p),
    salt: binary(SALT),
    nonce: binary(NONCE),
    key: binary(KEY + TAG),
  }),
  z.object({
    kind: z.literal('certificate'),
    subject: z.string().max(1024),
    /** A RecipientInfo of CMS (RFC 5652) in DER. */
    info: z.base64().max(4096),
  }),
]);
export type Lock = z.input<typeof lockSchema>;
type ReadLock = z.output<typeof lockSchema>;

/** Encrypts the key of the content with a passphrase. */
export async function passphraseLock(contentKey: Buffer, passphrase: string): Promise<Lock> {
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
  const cipher = createCipheriv('aes-256-gcm', await derived(passphrase, salt, COST), nonce);
  const key = Buffer.concat([cipher.update(contentKey), cipher.final(), cipher.getAuthTag()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  return { kind: 'passphrase', ...COST, salt: text(salt), nonce: text(nonce), key: text(key) };
}

/** Encrypts the key of the content for the owner of a certificate. @throws KeydeskError handover-recipient */
export async function certificateLock(contentKey: Buffer, pem: string): Promise<Lock> {
  // Imported only here, because every start would load its libraries.
  const { certificateRecipient } = await import('../../../base/cms/certificateRecipient.ts');
  const recipient = certificateRecipient(pem);
  const info = await recipient.wrap(contentKey);
  return { kind: 'certificate', subject: recipient.subject, info: info.toString('base64') };
}

/** Returns the key of the content. @throws KeydeskError deferred-unopened */
export async function openWithPassphrase(locks: readonly ReadLock[], passphrase: string): Promise<Buffer> {
  for (const lock of locks) {
    if (lock.kind !== 'passphrase') continue;
    const key = await derived(passphrase, lock.salt, lock);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, lock.nonce, { authTagLength: TAG });
      decipher.setAuthTag(lock.key.subarray(KEY));
      return Buffer.concat([decipher.update(lock.key.subarray(0, KEY)), decipher.final()]);
    } catch {
      // Another passphrase. There may be another lock.
    }
  }
  throw new KeydeskError('deferred-unopened', { reason: 'passphrase' });
}

/** Returns the key of the content. @throws KeydeskError deferred-unopened, deferred-identity */
export function openWithIdentity(locks: readonly ReadLock[], pem: string, passphrase: string | undefined): Buffer {
  const privateKey = privateKeyOf(pem, passphrase);
  for (const lock of locks) {
    if (lock.kind !== 'certificate') continue;
    try {
      const key = openRecipient(Buffer.from(lock.info, 'base64'), privateKey);
      if (key.length === KEY) return key;
    } catch {
      // It is for another certificate.
    }
  }
  throw new KeydeskError('deferred-unopened', { reason: 'identity' });
}

/** Returns a value by which a Keydesk recognizes the key of a package that it has fetched, without keeping the key. */
export function keyHash(contentKey: Buffer): string {
  return createHash('sha256').update('keydesk deferred package\0').update(contentKey).digest('hex');
}

function derived(
  passphrase: string,
  salt: Buffer,
  { logN, r, p }: { logN: number; r: number; p: number },
): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
