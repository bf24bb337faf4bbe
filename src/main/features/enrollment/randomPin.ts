import { randomInt } from 'node:crypto';
import { weaknessOf } from '../../../contract/keys/weakPin.ts';

/**
 * Returns a PIN of `length` decimal digits, evenly drawn. A weak one is drawn again.
 * @param drawDigit returns a digit, 0 to 9
 */
export function randomPin(length: number, drawDigit: () => number = () => randomInt(10)): string {
  for (;;) {
    const pin = Array.from({ length }, drawDigit).join('');
    if (weaknessOf(pin) === null) return pin;
  }
}
