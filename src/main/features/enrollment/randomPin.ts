import { randomInt } from 'node:crypto';
import { weaknessOf } from '../../../contract/keys/weakPin.ts';

/** Digits, and letters that do not look like a digit: no 0, O, 1, I, L. Capitals, because they are easier to read on paper. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * Returns a random PIN of `length` decimal digits with uniform distribution. Draws again if the PIN is weak, or begins with 0: a spreadsheet
 * would drop that digit.
 * @param drawDigit returns a digit, 0 to 9
 */
export function randomPin(length: number, drawDigit: () => number = () => randomInt(10)): string {
  for (;;) {
    const pin = Array.from({ length }, drawDigit).join('');
    if (!pin.startsWith('0') && weaknessOf(pin) === null) return pin;
  }
}

/** Returns a random PIN of `length` letters and digits. Draws again if it is weak, or has only letters or only digits. */
export function randomLetters(length: number, draw: (below: number) => number = randomInt): string {
  for (;;) {
    const pin = Array.from({ length }, () => LETTERS[draw(LETTERS.length)]).join('');
    if (/\d/.test(pin) && /\D/.test(pin) && weaknessOf(pin) === null) return pin;
  }
}
