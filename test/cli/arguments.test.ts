import { afterEach, describe, expect, test } from 'vitest';
import { parseEnd, parseStart } from '../../src/cli/arguments.ts';
import { dayStart } from '../../src/contract/text/days.ts';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('a day that is typed', () => {
  test.each([
    ['UTC', '2026-12-31T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['Europe/Berlin', '2026-12-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['America/New_York', '2026-12-31T05:00:00.000Z', '2027-01-01T05:00:00.000Z'],
    ['Pacific/Auckland', '2026-12-30T11:00:00.000Z', '2026-12-31T11:00:00.000Z'],
  ])('is one of this computer, from its first moment to its end: %s', (tz, start, end) => {
    process.env.TZ = tz;
    expect([parseStart('2026-12-31'), parseEnd(' 2026-12-31 ')]).toEqual([start, end]);
    // As the filters of the window have it.
    expect([dayStart('2026-12-31'), dayStart('2026-12-31', 1)]).toEqual([start, end]);
  });

  test('may have 23 or 25 hours', () => {
    process.env.TZ = 'Europe/Berlin';
    const hours = (day: string) => (Date.parse(parseEnd(day)) - Date.parse(parseStart(day))) / 3600_000;
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-10-26')]).toEqual([23, 25, 24]);
  });

  test('and a time is a moment', () => {
    process.env.TZ = 'Europe/Berlin';
    for (const parse of [parseStart, parseEnd]) {
      expect(parse('2026-01-31T08:00:00Z')).toBe('2026-01-31T08:00:00.000Z');
      expect(parse('2026-01-31T08:00+02:00')).toBe('2026-01-31T06:00:00.000Z');
      expect(parse('2026-01-31 08:00')).toBe('2026-01-31T07:00:00.000Z');
    }
  });

  test.each([
    '2026-02-30',
    '2026-02-30T08:00:00Z',
    '2026-13-01',
    '31.12.2026',
    '12/31/2026',
    'tomorrow',
    '2026',
    '',
    '2026-1-1',
    '2026-01-31T25:00',
    '1',
  ])('that is none is refused: %j', text => {
    expect(() => parseStart(text)).toThrow('Give a day like 2026-01-31');
    expect(() => parseEnd(text)).toThrow('Give a day like 2026-01-31');
  });
});
