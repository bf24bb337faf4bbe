import { InvalidArgumentError } from 'commander';
import { dayStart } from '../contract/text/days.ts';
import { wordsOf } from '../words/say.ts';

/** A day, or a date and time with or without its offset from UTC. JavaScript reads other texts too, each engine as it likes. */
const TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Where something begins, as ISO 8601 in UTC. A day means its first moment, in the time zone of this computer. */
export function parseStart(text: string): string {
  return parseTime(text, 0);
}

/** Where something ends, as ISO 8601 in UTC. A day means all of it: the first moment of the next one. */
export function parseEnd(text: string): string {
  return parseTime(text, 1);
}

function parseTime(text: string, later: number): string {
  const typed = text.trim();
  const [day = ''] = typed.split(/[T ]/i);
  // A date that is none is refused in front of a time too: JavaScript takes February 30 for a day in March.
  const start = TIME.test(typed) ? dayStart(day, later) : undefined;
  const time = typed === day ? start : timeOf(typed);
  if (start === undefined || time === undefined) throw new InvalidArgumentError(wordsOf('usageErrors').giveTime);
  return time;
}

function timeOf(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** How many rows to list. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw notInRange(1, 1000);
  return limit;
}

export function notInRange(min: number, max: number): InvalidArgumentError {
  return new InvalidArgumentError(wordsOf('usageErrors').giveRange({ min, max }));
}

export function notPositive(): InvalidArgumentError {
  return new InvalidArgumentError(wordsOf('usageErrors').givePositive);
}
