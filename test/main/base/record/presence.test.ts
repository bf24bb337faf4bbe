import { beforeEach, describe, expect, test } from 'vitest';
import { Presence } from '../../../../src/main/base/record/presence.ts';

const NONE = new Map<string, number>();
const SECOND = 1000;
let wall: number;
let steady: number;
let presence: Presence;
beforeEach(() => {
  [wall, steady] = [1_000_000, 0];
  presence = new Presence({ wall: () => wall, steady: () => steady });
});

const pass = (ms: number) => {
  wall += ms;
  steady += ms;
};
const sign = (ages: ReadonlyMap<string, number> = NONE) => presence.begin()(ages);

describe('a desk', () => {
  test('leads for ten seconds after its sign, and under the same number while the signs go on', () => {
    expect(presence.lead()).toBeUndefined();
    sign();
    const lead = presence.lead();
    expect(lead).toBeDefined();
    pass(9 * SECOND);
    sign();
    pass(9 * SECOND);
    expect(presence.lead()).toBe(lead);
    pass(SECOND);
    expect(presence.lead()).toBeUndefined();
  });

  test('leads under another number after a gap, because another desk may have led in between', () => {
    sign();
    const lead = presence.lead();
    pass(10 * SECOND);
    sign();
    expect(presence.lead()).toBeDefined();
    expect(presence.lead()).not.toBe(lead);
  });

  test('counts from the question, not from an answer that came late', () => {
    const noted = presence.begin();
    pass(8 * SECOND);
    noted(NONE);
    expect(presence.lead()).toBeDefined();
    pass(2 * SECOND);
    expect(presence.lead()).toBeUndefined();
  });

  test.each([
    ['slept, so that its steady clock stood still', [11 * SECOND, 0]],
    ['had its clock set back meanwhile', [-3600 * SECOND, 11 * SECOND]],
  ] as const)('leads no more if it %s', (_, [set, passed]) => {
    sign();
    wall += set;
    steady += passed;
    expect(presence.lead()).toBeUndefined();
  });

  test('of which the record knows nothing is not seen; before the first look, nobody can tell', () => {
    expect(presence.isSeenWithin('other', 15 * SECOND)).toBe(true);
    sign(new Map([['other', 14 * SECOND]]));
    expect([presence.isSeenWithin('other', 15 * SECOND), presence.isSeenWithin('other', 14 * SECOND)]).toEqual([
      true,
      false,
    ]);
    expect(presence.isSeenWithin('gone', 600 * SECOND)).toBe(false);
  });

  test('that only reads sees others, and does not lead', () => {
    presence.saw(new Map([['other', SECOND]]));
    expect([presence.lead(), presence.isSeenWithin('other', 15 * SECOND)]).toEqual([undefined, true]);
  });
});
