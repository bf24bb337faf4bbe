const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Returns an ISO 8601 time in the reader's format; null for null or a text that is not a time. */
export function formatDate(iso: string | null): string | null {
  return written(iso, format);
}

/** The same without the time of day. */
export function formatDay(iso: string | null): string | null {
  return written(iso, day);
}

function written(iso: string | null, form: Intl.DateTimeFormat): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : form.format(time);
}
