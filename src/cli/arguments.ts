import { InvalidArgumentError } from 'commander';
import { dayStart } from '../contract/text/days.ts';
import { wordsOf } from '../words/say.ts';

/**
 * A day, or a date and time with or without an offset from UTC. JavaScript also parses other texts, but engines differ.
 */
const TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Parses the start of a period, as ISO 8601 in UTC. A day means its first moment in this computer's time zone. */
export function parseStart(text: string): string {
  return parseTime(text, 0);
}

/**
 * Parses the end of a period, as ISO 8601 in UTC. A day is included completely: returns the first moment of the next
 * day.
 */
export function parseEnd(text: string): string {
  return parseTime(text, 1);
}

function parseTime(text: string, later: number): string {
  const typed = text.trim();
  const [day = ''] = typed.split(/[T ]/i);
  // An invalid date is refused with a time too: JavaScript parses February 30 as a day in March.
  const start = TIME.test(typed) ? dayStart(day, later) : undefined;
  const time = typed === day ? start : timeOf(typed);
  if (start === undefined || time === undefined) throw new InvalidArgumentError(wordsOf('usageErrors').giveTime);
  return time;
}

function timeOf(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Parses the maximum number of rows. */
export const parseLimit = wholeFrom(1, 1000);

/** Returns a parser of whole numbers in a range. */
export function wholeFrom(min: number, max: number): (text: string) => number {
  return text => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < min || number > max) throw notInRange(min, max);
    return number;
  };
}

/** Parses a positive whole number, such as the number of an entry. */
export function parsePositive(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError(wordsOf('usageErrors').givePositive);
  return Number(text);
}

export function notInRange(min: number, max: number): InvalidArgumentError {
  return new InvalidArgumentError(wordsOf('usageErrors').giveRange({ min, max }));
}
