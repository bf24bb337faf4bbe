import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Done = (error: Error | null, key: Buffer) => void;

/**
 * Remembers what scrypt derives. Opening a package takes half a second of processor time for its passphrase, and a test opens
 * the same package many times. The results are the real ones.
 */
const { scrypt } = crypto;
const known = new Map<string, Promise<Buffer>>();

function derive(secret: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

crypto.scrypt = ((secret: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions, done: Done) => {
  const question = JSON.stringify([secret, salt, length, options]);
  const answer = known.get(question) ?? derive(secret, salt, length, options);
  known.set(question, answer);
  answer.then(
    // A copy, because the caller may overwrite it.
    key => done(null, Buffer.from(key)),
    error => done(error, Buffer.alloc(0)),
  );
}) as typeof crypto.scrypt;
syncBuiltinESMExports();
