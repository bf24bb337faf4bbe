import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Crockford's base 32, which has no letters and digits that look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits, which cannot be guessed in five tries. */
const LENGTH = 10;
const HASH_LENGTH = 32;
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

/** The salt that is used if the user has no code. */
const NO_SALT = new Uint8Array(16);
const NO_HASH = new Uint8Array(HASH_LENGTH);

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** The stored form of a code. */
export interface HashedCode {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** Creates a random code. SECURITY: only `hashed` is stored, and hashing is slow. */
export async function newCode(): Promise<{ readonly shown: string; readonly hashed: HashedCode }> {
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const salt = new Uint8Array(randomBytes(16));
  return { shown: `${code.slice(0, 5)}-${code.slice(5)}`, hashed: { salt, hash: await hashOf(code, salt) } };
}

/** Returns whether a typed code matches the hash. SECURITY: takes the same time if there is no hash. */
export async function isCode(typed: string, hashed: HashedCode | undefined): Promise<boolean> {
  const hash = await hashOf(normalized(typed), hashed?.salt ?? NO_SALT);
  return timingSafeEqual(hash, hashed?.hash ?? NO_HASH) && hashed !== undefined;
}

/** Normalizes a typed code: case, spaces, dashes, and letters that look like digits. */
function normalized(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

async function hashOf(code: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await derive(code, salt, HASH_LENGTH, COST));
}
