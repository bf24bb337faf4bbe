import { z } from 'zod';

/**
 * What copying adds to a text and nobody sees: zero-width characters, byte order marks, soft hyphens, marks of writing direction
 * (Unicode category Cf), and control characters.
 */
const INVISIBLE = /[\p{Cf}\p{Cc}]/gu;

/**
 * Returns a name, code, serial number or secret as it was meant, although it came from a spreadsheet, a mail or a web page:
 * without invisible characters, and without spaces of any kind around it.
 */
export function cleanPasted(text: string): string {
  return text.replace(INVISIBLE, '').trim().normalize('NFC');
}

/** A text that a person may paste, 1 to `max` characters when cleaned. */
export function pasted(max: number) {
  return z.string().max(max).transform(cleanPasted).pipe(z.string().min(1));
}
