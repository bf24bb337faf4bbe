/**
 * Longest text that is stored from a device, in UTF-16 units: the capacity of one USB string descriptor (USB 2.0,
 * 9.6.7).
 */
const LONGEST = 126;
/** Longest name of a passkey that Microsoft Graph accepts, in UTF-16 units. */
export const MAX_PASSKEY_NAME = 30;
const NO_NAME = 'Security key';

/**
 * SECURITY: characters that are invisible, or that change how the text around them is shown: controls, bidi and other
 * format controls, lone surrogates, private-use and noncharacters. Joiners and variation selectors belong to visible
 * characters.
 */
const HIDDEN =
  /(?![\p{Join_Control}\p{Variation_Selector}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\ufffd]/gu;
/** Spaces of all kinds. The braille blank looks like a space. */
const SPACES = /[\s\u2800]+/gu;
/** Joiners and combining marks need a character before them. Joiners need one after them, too. */
const DANGLING = /^[\p{Join_Control}\p{M} ]+|[\p{Join_Control} ]+$/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Cleans a text from a device (product, vendor, serial number, a person's name) for display and storage. Removes hidden
 * characters, normalizes to Unicode form C and single spaces, and truncates to `most` UTF-16 units. Returns undefined
 * if nothing visible is left.
 */
export function cleanDeviceText(text: string | undefined, most = LONGEST): string | undefined {
  const visible = (text ?? '').replaceAll(SPACES, ' ').replaceAll(HIDDEN, '').normalize('NFC').replaceAll(SPACES, ' ');
  const clean = cutGraphemes(visible.replaceAll(DANGLING, ''), most);
  return clean === '' ? undefined : clean;
}

/**
 * Returns whether a text from a device has only visible characters. SECURITY: names that programs compare (RP IDs,
 * versions, options) are shown only if this is true. If they were cleaned, one with hidden characters could look like
 * another. At most `most` UTF-16 units.
 */
export function isCleanDeviceText(text: string, most = LONGEST): boolean {
  return cleanDeviceText(text, most) === text;
}

/**
 * Returns the default name of a passkey: the product name of its key, cleaned and truncated at a grapheme. 1 to 30
 * UTF-16 units. Returns "Security key" if the key has no usable name.
 */
export function passkeyNameFrom(product: string | undefined): string {
  return cutGraphemes(cleanDeviceText(product) ?? '', MAX_PASSKEY_NAME) || NO_NAME;
}

/** Returns whether Graph accepts a name for a passkey: 1 to 30 UTF-16 units without hidden characters. No Graph call can change it later. */
export function isPasskeyName(name: string): boolean {
  const { length } = cleanDeviceText(name) ?? '';
  return length >= 1 && length <= MAX_PASSKEY_NAME;
}

/** Returns as many whole graphemes as fit into `most` UTF-16 units, without a space at the end. */
function cutGraphemes(text: string, most: number): string {
  if (text.length <= most) return text;
  let length = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (length + segment.length > most) break;
    length += segment.length;
  }
  return text.slice(0, length).trimEnd();
}
