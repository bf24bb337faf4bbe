import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weaknessOf } from '../../../../src/contract/keys/weakPin.ts';
import { randomPin } from '../../../../src/main/features/enrollment/randomPin.ts';

/** A source of digits that gives these and then no more. */
function digits(text: string): () => number {
  const left = [...text].map(Number);
  return () => left.shift() ?? Number.NaN;
}

describe('random PINs', () => {
  test('have the length asked for, digits only, and are never weak', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 63 }), length => {
        const pin = randomPin(length);
        expect(pin).toMatch(new RegExp(`^\\d{${length}}$`));
        expect(weaknessOf(pin)).toBe(null);
      }),
    );
  });

  test.each([
    ['at once', '739104', '739104'],
    ['after a weak one', '123456739104', '739104'],
    ['after several weak ones', '111111123123654321456789739104', '739104'],
  ])('are drawn until one is not weak: %s', (_, drawn, pin) => {
    expect(randomPin(6, digits(drawn))).toBe(pin);
  });
});
