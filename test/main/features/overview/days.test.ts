import { afterEach, describe, expect, test, vi } from 'vitest';
import { lastDays, lastWeeks, spansOfAges } from '../../../../src/main/features/overview/days.ts';

afterEach(() => vi.unstubAllEnvs());

const HOUR = 3_600_000;
const hoursOf = ({ from, to }: { from: string | null; to: string }) => (Date.parse(to) - Date.parse(from ?? '')) / HOUR;

describe('days are those of the time zone of the desk', () => {
  test('a day of the clock change has 23 or 25 hours, and the days meet without a gap', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const spring = lastDays(new Date('2026-03-30T10:00:00Z'));
    expect(spring.map(hoursOf).slice(-3)).toEqual([24, 23, 24]);
    expect(spring.at(-2)).toMatchObject({ last: '2026-03-29', from: '2026-03-28T23:00:00.000Z' });
    const autumn = lastDays(new Date('2026-10-26T10:00:00Z'));
    expect(autumn.map(hoursOf).slice(-2)).toEqual([25, 24]);
    for (const days of [spring, autumn]) {
      for (const [i, day] of days.slice(1).entries()) expect(day.from).toBe(days[i]?.to);
    }
  });

  test('late in the evening, today is the day of the desk and not that of UTC', () => {
    vi.stubEnv('TZ', 'America/Los_Angeles');
    const days = lastDays(new Date('2026-06-02T03:00:00Z'));
    expect(days.at(-1)).toEqual({
      first: '2026-06-01',
      last: '2026-06-01',
      from: '2026-06-01T07:00:00.000Z',
      to: '2026-06-02T07:00:00.000Z',
    });
    expect(days).toHaveLength(14);
  });
});

describe('weeks begin on Monday, and the last one ends today', () => {
  test.each([
    ['2026-06-01T12:00:00Z', '2026-06-01', '2026-06-01'],
    ['2026-06-07T12:00:00Z', '2026-06-01', '2026-06-07'],
    ['2026-06-10T12:00:00Z', '2026-06-08', '2026-06-10'],
  ])('at %s', (now, first, last) => {
    vi.stubEnv('TZ', 'UTC');
    const weeks = lastWeeks(new Date(now));
    expect(weeks.at(-1)).toMatchObject({ first, last });
    expect(weeks).toHaveLength(12);
    for (const [i, week] of weeks.slice(1).entries()) expect(week.from).toBe(weeks[i]?.to);
  });
});

test('ages meet without a gap, from today back to the beginning', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const ages = spansOfAges(new Date('2026-03-31T10:00:00Z'));
  expect(ages.map(({ age, first, last }) => [age, first, last])).toEqual([
    ['today', '2026-03-31', '2026-03-31'],
    ['days-1', '2026-03-25', '2026-03-30'],
    ['days-7', '2026-03-02', '2026-03-24'],
    ['days-30', null, '2026-03-01'],
  ]);
  for (const [i, age] of ages.slice(1).entries()) expect(age.to).toBe(ages[i]?.from);
});
