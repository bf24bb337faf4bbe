import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWeak, randomPin } from '../../../src/main/enrollment/randomPin.ts';

describe('random PINs', () => {
  test('have the length asked for, digits only, and are never weak', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 63 }), length => {
        const pin = randomPin(length);
        expect(pin).toMatch(new RegExp(`^\\d{${length}}$`));
        expect(isWeak(pin)).toBe(false);
      }),
    );
  });

  test.each(['1111', '1234', '9876', '1212', '1221', '123123', '000000'])('%s is weak', pin =>
    expect(isWeak(pin)).toBe(true),
  );
  test.each(['1357', '2718', '314159'])('%s is not', pin => expect(isWeak(pin)).toBe(false));
});
