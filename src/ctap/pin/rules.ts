import { CtapError } from '../errors.ts';

/** Bytes that a PIN takes on the wire: padded with zeros, so that at least one zero follows it (CTAP 2.3, 6.5.1). */
const PADDED_LENGTH = 64;
/** Bytes of the shortest PIN that the specification allows any key: four code points. */
const LEAST_LENGTH = 4;

/**
 * Characters that nobody sees or no keyboard types, such as byte order marks, controls, fillers, variation selectors, zero-width
 * and odd spaces: a PIN with one, from a file
 * or a paste, is one that its user can never enter.
 */
const UNTYPABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]|(?! )\p{Zs}/u;

/** What a key asks of a PIN, from its getInfo. Lengths are in Unicode code points. */
export interface PinRules {
  readonly minPINLength: number;
  readonly maxPINLength: number;
}

/**
 * A new PIN as UTF-8 in Normalization Form C, after the rules of CTAP 2.3, 6.5.1.
 * @throws CtapError pin-rule with `rule` too-short, too-long, ends-with-zero or untypable; the PIN is in none of its texts
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
 * A PIN that is said to be the key's, as the bytes that are hashed. One that no key can have is not sent, since every wrong
 * one costs an attempt. Whether four characters are code points or bytes is the key's business: the shorter rule counts.
 * @throws CtapError pin-impossible
 */
export function checkCurrentPin(pin: string): Uint8Array {
  const bytes = pinBytes(pin);
  if (bytes.length >= LEAST_LENGTH && bytes.length < PADDED_LENGTH) return bytes;
  bytes.fill(0);
  throw new CtapError('pin-impossible');
}

/** Any PIN as the bytes that are hashed: UTF-8 in Normalization Form C. */
export function pinBytes(pin: string): Uint8Array {
  return new TextEncoder().encode(pin.normalize('NFC'));
}

/** A new PIN's bytes padded to 64, as setPIN and changePIN encrypt them. */
export function padPin(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(PADDED_LENGTH);
  padded.set(bytes);
  return padded;
}
