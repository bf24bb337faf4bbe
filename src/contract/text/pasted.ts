import { z } from 'zod';

/**
 * Invisible characters that copying adds to a text: zero-width characters, byte order marks, soft hyphens, marks of
 * writing direction (Unicode category Cf), and control characters. A joiner between letters beyond ASCII or between
 * emoji stays: Persian and Indic words and many emoji need it.
 */
const INVISIBLE =
  /(?!(?<=(?!\p{ASCII})[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])\p{Join_Control}(?=(?!\p{ASCII})[\p{L}\p{M}\p{Extended_Pictographic}]))[\p{Cf}\p{Cc}]/gu;

/** A text without anything to clean: printable ASCII, with spaces only inside. Most texts are, and the expressions above are slow. */
const CLEAN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Cleans a name, code, serial number or secret that was copied from a spreadsheet, a mail or a web page: removes
 * invisible characters, and spaces of any kind around it.
 */
export function cleanPasted(text: string): string {
  return CLEAN.test(text) ? text : text.replace(INVISIBLE, '').trim().normalize('NFC');
}

/** Marks that begin or end a part with a writing direction of its own, and controls that neither space a text nor end it. */
const REVEALED = /[\u202a-\u202e\u2066-\u2069]|(?!\s|\0)\p{Cc}/u;
/** Spaces and invisible characters around a text, as copying adds them. */
const AROUND = new RegExp(`^(?:\\s|${INVISIBLE.source})+|(?:\\s|${INVISIBLE.source})+$`, 'gu');

/**
 * Cleans a text that only refers to something: an id, a user, a key, a profile. SECURITY: controls and marks of direction inside of it stay, so
 * that it refers to nothing, and the error shows them by their code points (`showHidden`). Without them it would look like, or be, another id.
 */
export function cleanReference(text: string): string {
  if (CLEAN.test(text)) return text;
  const bare = text.replace(AROUND, '');
  return bare.replace(INVISIBLE, character => (REVEALED.test(character) ? character : '')).normalize('NFC');
}

/** A text that refers to something, 1 to `max` characters when cleaned. */
export function reference(max: number) {
  return z.string().max(max).transform(cleanReference).pipe(z.string().min(1));
}

/** A text that a person may paste, 1 to `max` characters when cleaned. */
export function pasted(max: number) {
  return z.string().max(max).transform(cleanPasted).pipe(z.string().min(1));
}

/** The same if an empty text has a meaning, such as no search: 0 to `max` characters. */
export function pastedOrEmpty(max: number) {
  return z.string().max(max).transform(cleanPasted);
}

/**
 * Returns an AAGUID as FIDO writes it, lower case with hyphens. Accepts upper case, braces, and no hyphens. Returns any
 * other text cleaned and in lower case.
 */
export function tidyAaguid(text: string): string {
  const bare = cleanPasted(text)
    .toLowerCase()
    .replace(/^\{\s*([^{}]*?)\s*\}$/, '$1');
  const hex = bare.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/.test(hex)) return bare;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An AAGUID that a person may paste, in any of the forms of `tidyAaguid`. */
export const pastedAaguid = z.string().max(128).transform(tidyAaguid).pipe(z.guid());
