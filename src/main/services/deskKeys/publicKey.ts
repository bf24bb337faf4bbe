import { createHash } from 'node:crypto';

/** The public keys of a desk, and whose they are. */
export interface PublicKey {
  /** The id of the record, and of the desk in it. */
  readonly record: string;
  readonly desk: string;
  /** Which program of the desk has the private keys: the name of its sealer. Window and command line seal apart. */
  readonly holder: string;
  /** For boxes: secrets are sealed for it. */
  readonly box: Uint8Array;
  /** For statements about other desks. */
  readonly signing: Uint8Array;
}

/** The number of digits that people compare, about 132 bits. */
const DIGITS = 40;
const GROUP = 5;

/** Returns the fingerprint of public keys: SHA-256 over them and whose they are, in hex. */
export function fingerprintOf({ record, desk, holder, box, signing }: PublicKey): string {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const whole = JSON.stringify(['keydesk desk key 1', record, desk, holder, text(box), text(signing)]);
  return createHash('sha256').update(whole).digest('hex');
}

/** Returns a fingerprint as people compare it: digits in groups. SECURITY: too many for a search for other keys with the same ones. */
export function digitsOf(fingerprint: string): string {
  const number = BigInt(`0x${fingerprint}`) % 10n ** BigInt(DIGITS);
  const digits = number.toString().padStart(DIGITS, '0');
  return digits.match(new RegExp(`.{${GROUP}}`, 'g'))?.join(' ') ?? digits;
}

/** Returns whether a person entered the digits of a fingerprint, however they grouped them. */
export function isFingerprint(entered: string, fingerprint: string): boolean {
  return entered.replaceAll(/[\s-]/g, '') === digitsOf(fingerprint).replaceAll(' ', '');
}
