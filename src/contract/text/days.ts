/**
 * Returns when a day begins in the time zone of this computer, as ISO 8601 in UTC; undefined for what is no day of the calendar.
 * @param day YYYY-MM-DD
 * @param later so many days after it
 */
export function dayStart(day: string, later = 0): string | undefined {
  const [, year, month, date] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []).map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const start = new Date(year, month - 1, date);
  // February 30 would be a day in March.
  if (start.getMonth() !== month - 1 || start.getDate() !== date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}
