import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Sealer } from '../../base/sealer.ts';

const CIPHER = 'aes-256-gcm';
const [SALT, IV, TAG] = [16, 12, 16];
/** OWASP's minimum for scrypt; takes about 0.1 s. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 };
/** Minimum number of characters. Shorter keys can be guessed from a copied file. */
const MIN_LENGTH = 20;
/** First byte of sealed data: the version of the format. */
const FORM = 1;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/**
 * Creates a sealer with a key from the environment, for the command line and the loopback shell, which have no system
 * keyring. Uses AES-256-GCM with scrypt of KEYDESK_SEALING_KEY. Returns null without that variable.
 * @throws KeydeskError usage for a key under 20 characters
 */
export function sealerFromEnvironment(env: NodeJS.ProcessEnv = process.env): Sealer | null {
  const passphrase = env.KEYDESK_SEALING_KEY;
  if (passphrase === undefined || passphrase === '') return null;
  if (passphrase.length < MIN_LENGTH) {
    throw new KeydeskError('usage', { detail: 'sealing-key-short', min: MIN_LENGTH });
  }
  const keys = new Map<string, Promise<Buffer>>();
  const keyFor = (salt: Buffer) => {
    const name = salt.toString('hex');
    const key = keys.get(name) ?? derive(passphrase, salt, 32, COST);
    keys.set(name, key);
    return key;
  };
  const ownSalt = randomBytes(SALT);

  return {
    name: 'key',
    seal: async text => {
      const iv = randomBytes(IV);
      const cipher = createCipheriv(CIPHER, await keyFor(ownSalt), iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([Buffer.of(FORM), ownSalt, iv, cipher.getAuthTag(), body]));
    },
    unseal: async sealed => {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== FORM) throw new RangeError('sealed in another form');
      const [salt, iv, tag, body] = [
        bytes.subarray(1, 1 + SALT),
        bytes.subarray(1 + SALT, 1 + SALT + IV),
        bytes.subarray(1 + SALT + IV, 1 + SALT + IV + TAG),
        bytes.subarray(1 + SALT + IV + TAG),
      ];
      const cipher = createDecipheriv(CIPHER, await keyFor(salt), iv).setAuthTag(tag);
      return cipher.update(body, undefined, 'utf8') + cipher.final('utf8');
    },
  };
}
