/** A day as the reader types it, in the reader's own time zone; `later` days after it. ISO 8601. */
export function dayStart(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
