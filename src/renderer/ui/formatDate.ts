const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO 8601 time in the reader's own way of writing it; null where there is none or it is not a time. */
export function formatDate(iso: string | null): string | null {
  return written(iso, format);
}

/** The day alone. */
export function formatDay(iso: string | null): string | null {
  return written(iso, day);
}

function written(iso: string | null, form: Intl.DateTimeFormat): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : form.format(time);
}
