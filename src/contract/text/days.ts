/**
 * Returns when a day begins in the time zone of this computer, as ISO 8601 in UTC. Returns undefined if the calendar
 * has no such day.
 * @param day YYYY-MM-DD
 * @param later number of days to add
 */
export function dayStart(day: string, later = 0): string | undefined {
  const [, year, month, date] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []).map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const start = new Date(year, month - 1, date);
  // Date would convert February 30 to a day in March.
  if (start.getMonth() !== month - 1 || start.getDate() !== date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}

/** Returns a day some days ago as YYYY-MM-DD, in the time zone of this computer. */
export function dayBefore(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  return [
    String(day.getFullYear()).padStart(4, '0'),
    String(day.getMonth() + 1).padStart(2, '0'),
    String(day.getDate()).padStart(2, '0'),
  ].join('-');
}
