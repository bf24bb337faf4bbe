import { randomInt } from 'node:crypto';
import { weaknessOf } from '../../../contract/keys/weakPin.ts';

/**
 * Returns a random PIN of `length` decimal digits with uniform distribution. Draws again if the PIN is weak.
 * @param drawDigit returns a digit, 0 to 9
 */
export function randomPin(length: number, drawDigit: () => number = () => randomInt(10)): string {
  for (;;) {
    const pin = Array.from({ length }, drawDigit).join('');
    if (weaknessOf(pin) === null) return pin;
  }
}
