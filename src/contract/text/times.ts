import { locale, type Spoken } from '../../words/say.ts';

const MOMENT: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' };
/** A day without a time is the same day everywhere, so no time zone may move it. */
const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeZone: 'UTC' };

/**
 * Returns a time for people, in the form of their language and region and in the time zone of this computer. Returns any
 * other text unchanged, such as a time of a server in another form.
 * @param iso a time in ISO 8601, or a day (YYYY-MM-DD)
 */
export function timeText(iso: string, language?: Spoken): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T/.test(iso)) return iso;
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  const written = new Intl.DateTimeFormat(locale(language), isDay ? DAY : MOMENT).format(time);
  // Some terminals cannot show the narrow space that English has before AM and PM.
  return written.replaceAll('\u202f', ' ');
}
