import { locale } from '../../../words/say.ts';

const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'medium' };
const MOMENT: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };

/** Cached by form and language: creating a formatter takes longer than formatting a date. */
const forms = new Map<string, Intl.DateTimeFormat>();

/** Returns an ISO 8601 time in the reader's format; null for null or a text that is not a time. */
export function formatDate(iso: string | null): string | null {
  return written(iso, MOMENT);
}

/** The same without the time of day. */
export function formatDay(iso: string | null): string | null {
  return written(iso, DAY);
}

function written(iso: string | null, options: Intl.DateTimeFormatOptions): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : formOf(options).format(time);
}

function formOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${locale()} ${options.timeStyle}`;
  const form = forms.get(id) ?? new Intl.DateTimeFormat(locale(), options);
  forms.set(id, form);
  return form;
}
