import { type PendingAge, pendingAgeDays, pendingAges } from '../../../contract/overview/schema.ts';
import { dayBefore, dayStart } from '../../../contract/text/days.ts';

/** A span of days in the time zone of the desk: its first and its last day, and the moments of its beginning and its end. */
export interface Span {
  readonly first: string | null;
  readonly last: string;
  /** ISO 8601 in UTC, inclusive; null for everything before the end. */
  readonly from: string | null;
  /** ISO 8601 in UTC, exclusive. */
  readonly to: string;
}

/** Number of days and of weeks that the overview shows. */
export const DAYS = 14;
export const WEEKS = 12;

/** Returns the last days, today last. */
export function lastDays(now: Date): Span[] {
  return Array.from({ length: DAYS }, (_, i) => spanOf(now, DAYS - 1 - i, DAYS - 1 - i));
}

/** Returns the last weeks, from Monday to Sunday. The last one ends today. */
export function lastWeeks(now: Date): Span[] {
  const sinceMonday = (now.getDay() + 6) % 7;
  return Array.from({ length: WEEKS }, (_, i) => {
    const monday = sinceMonday + 7 * (WEEKS - 1 - i);
    return spanOf(now, monday, Math.max(0, monday - 6));
  });
}

/** Returns the days of each age, the youngest first. The last one has no beginning. */
export function spansOfAges(now: Date): (Span & { readonly age: PendingAge })[] {
  return pendingAges.map((age, i) => {
    const older = pendingAges[i + 1];
    return { age, ...spanOf(now, older === undefined ? null : pendingAgeDays[older] - 1, pendingAgeDays[age]) };
  });
}

/** Returns the span between two days, each as a number of days before today. */
function spanOf(now: Date, first: number | null, last: number): Span {
  const end = dayBefore(now, last);
  const begin = first === null ? null : dayBefore(now, first);
  return {
    first: begin,
    last: end,
    from: begin === null ? null : startOf(begin, 0),
    // A day has 23, 24 or 25 hours: it ends where the next one begins.
    to: startOf(end, 1),
  };
}

function startOf(day: string, later: number): string {
  const start = dayStart(day, later);
  if (start === undefined) throw new Error(`not a day: ${day}`);
  return start;
}
