import { CtapError } from '../errors.ts';

/** Bytes of a padded PIN: padded with zeros, with at least one zero at the end (CTAP 2.3, 6.5.1). */
const PADDED_LENGTH = 64;
/** Bytes of the shortest PIN that the specification allows: four code points. */
const LEAST_LENGTH = 4;

/**
 * Characters that are invisible or cannot be typed, such as byte order marks, controls, fillers, variation selectors,
 * zero-width and unusual spaces. A PIN from a file or the clipboard may contain one, and its user could never type it.
 */
const UNTYPABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]|(?! )\p{Zs}/u;

/** A key's rules for a PIN, from its getInfo. Lengths are in Unicode code points. */
export interface PinRules {
  readonly minPINLength: number;
  readonly maxPINLength: number;
}

/**
 * Returns a new PIN as UTF-8 in Normalization Form C, after checking the rules of CTAP 2.3, 6.5.1.
 * @throws CtapError pin-rule with `rule` too-short, too-long, ends-with-zero or untypable. The error never contains the
 * PIN
 */
export function checkNewPin(pin: string, rules: PinRules): Uint8Array {
  const bytes = pinBytes(pin);
  const codePoints = [...pin.normalize('NFC')].length;
  const tooLong = codePoints > rules.maxPINLength || bytes.length >= PADDED_LENGTH;
  const lengthRule = codePoints < rules.minPINLength ? 'too-short' : tooLong ? 'too-long' : null;
  const signRule = bytes.at(-1) === 0 ? 'ends-with-zero' : UNTYPABLE.test(pin) ? 'untypable' : null;
  const rule = lengthRule ?? signRule;
  if (rule === null) return bytes;
  bytes.fill(0);
  throw new CtapError('pin-rule', { rule, minLength: rules.minPINLength, maxLength: rules.maxPINLength });
}

/**
 * Returns the key's current PIN as the bytes to hash. A PIN that no key can have is not sent, since every wrong one
 * costs an attempt. Some keys count code points and others bytes, so the shorter rule applies.
 * @throws CtapError pin-impossible
 */
export function checkCurrentPin(pin: string): Uint8Array {
  const bytes = pinBytes(pin);
  if (bytes.length >= LEAST_LENGTH && bytes.length < PADDED_LENGTH) return bytes;
  bytes.fill(0);
  throw new CtapError('pin-impossible');
}

/** Returns any PIN as the bytes to hash: UTF-8 in Normalization Form C. */
export function pinBytes(pin: string): Uint8Array {
  return new TextEncoder().encode(pin.normalize('NFC'));
}

/** Pads the bytes of a new PIN to 64, for setPIN and changePIN. */
export function padPin(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(PADDED_LENGTH);
  padded.set(bytes);
  return padded;
}
