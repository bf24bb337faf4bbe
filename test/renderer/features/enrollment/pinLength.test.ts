import { expect, test } from 'vitest';
import { nearestLength, shortestPin, USUAL_LENGTH } from '../../../../src/renderer/features/enrollment/pinLength.ts';

test('no random PIN is shorter than the key and the specification allow', () => {
  expect(shortestPin({ minLength: 1 })).toBe(4);
  expect(shortestPin({ minLength: 8 })).toBe(8);
});

test('a wanted length is kept if the key takes it, otherwise the nearest one is used', () => {
  const lengths = { minLength: 6, maxLength: 12 };
  expect([3, 6, 9, 12, 40].map(wanted => nearestLength(wanted, lengths))).toEqual([6, 6, 9, 12, 12]);
  expect(nearestLength(USUAL_LENGTH, { minLength: 4, maxLength: 63 })).toBe(USUAL_LENGTH);
});
