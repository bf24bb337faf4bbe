import { afterEach, describe, expect, test, vi } from 'vitest';
import { backOff } from '../../../../src/main/features/webhooks/backOff.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const firstAt = Date.parse('2026-03-01T12:00:00Z');

afterEach(() => void vi.restoreAllMocks());

/** How long after `passed` ms since the first attempt the next one comes, with chance in the middle unless told. */
function wait(attempts: number, { passed = 0, retryAfter = undefined as number | undefined, chance = 0.5 } = {}) {
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  const now = firstAt + passed;
  const next = backOff({ attempts, firstAt, now, retryAfter });
  return next === undefined ? undefined : next - now;
}

describe('the wait before the next attempt', () => {
  test.each([
    [1, 5 * SECOND],
    [2, 30 * SECOND],
    [3, 2 * MINUTE],
    [4, 10 * MINUTE],
    [5, 30 * MINUTE],
    [6, HOUR],
    [7, 2 * HOUR],
    [8, 4 * HOUR],
    [9, 8 * HOUR],
    [10, 8 * HOUR],
    [99, 8 * HOUR],
  ])('after %i attempts is %i ms', (attempts, ms) => {
    expect(wait(attempts)).toBe(ms);
  });

  test('differs by up to a twentieth both ways', () => {
    expect([wait(9, { chance: 0 }), wait(9, { chance: 1 })]).toEqual([7.6 * HOUR, 8.4 * HOUR]);
  });

  test('is as long as the receiver asks for, if that is longer, but for more than eight hours', () => {
    expect(wait(1, { retryAfter: 3 * SECOND })).toBe(5 * SECOND);
    expect(wait(1, { retryAfter: MINUTE })).toBe(MINUTE);
    expect(wait(1, { retryAfter: 9 * HOUR })).toBe(8 * HOUR);
  });

  test('ends three days after the first attempt, and then there is none', () => {
    expect(wait(9, { passed: 66 * HOUR })).toBe(6 * HOUR);
    expect(wait(9, { passed: 72 * HOUR - 1 })).toBe(1);
    expect(wait(12, { passed: 72 * HOUR - 1 })).toBe(1);
    expect(wait(12, { passed: 72 * HOUR })).toBeUndefined();
    expect(wait(99, { passed: 80 * HOUR, retryAfter: MINUTE })).toBeUndefined();
  });

  test('goes on after three days where the computer slept and has tried fewer than twelve times', () => {
    expect(wait(11, { passed: 72 * HOUR })).toBe(8 * HOUR);
    expect(wait(1, { passed: 80 * HOUR, retryAfter: MINUTE })).toBe(MINUTE);
  });
});
