import { InvalidArgumentError } from 'commander';

/** A moment as it is typed, as ISO 8601 in UTC. */
export function parseTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('Give a time like 2026-01-31 or 2026-01-31T08:00:00Z.');
  return new Date(time).toISOString();
}

/** How many rows to list. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new InvalidArgumentError('Give a number from 1 to 1000.');
  return limit;
}
