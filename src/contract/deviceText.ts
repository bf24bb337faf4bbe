/** Longest text that is kept of a device, in UTF-16 units: what one USB string descriptor can hold (USB 2.0, 9.6.7). */
const LONGEST = 126;
/** Longest name of a passkey that Microsoft Graph takes, in UTF-16 units. */
const LONGEST_PASSKEY_NAME = 30;
const NO_NAME = 'Security key';

/**
 * SECURITY: characters that show nothing, or that change how the text around them is shown: controls, bidi and other format
 * controls, lone surrogates, private and noncharacters. Joiners and variation selectors are part of visible characters.
 */
const HIDDEN =
  /(?![\p{Join_Control}\p{Variation_Selector}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\ufffd]/gu;
/** The braille blank looks like a space and is none. */
const SPACES = /[\s\u2800]+/gu;
/** Joiners and combining marks need a character before them; joiners need one after them too. */
const DANGLING = /^[\p{Join_Control}\p{M} ]+|[\p{Join_Control} ]+$/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Returns a text that a device tells of itself (product, maker, serial number) so that it can be shown and kept: without
 * hidden characters, in Unicode form C, with single spaces, at most 126 UTF-16 units. Undefined where nothing visible is left.
 */
export function cleanDeviceText(text: string | undefined): string | undefined {
  const visible = (text ?? '').replaceAll(SPACES, ' ').replaceAll(HIDDEN, '').normalize('NFC').replaceAll(SPACES, ' ');
  const clean = cutGraphemes(visible.replaceAll(DANGLING, ''), LONGEST);
  return clean === '' ? undefined : clean;
}

/**
 * Returns the name that a passkey gets when nobody typed one: the product name of its key, cleaned and cut between two
 * characters as a person sees them. 1 to 30 UTF-16 units; a fixed name where the key tells none.
 */
export function passkeyNameFrom(product: string | undefined): string {
  return cutGraphemes(cleanDeviceText(product) ?? '', LONGEST_PASSKEY_NAME) || NO_NAME;
}

/** As many whole graphemes from the start as fit into `most` UTF-16 units, without a space at the end. */
function cutGraphemes(text: string, most: number): string {
  if (text.length <= most) return text;
  let length = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (length + segment.length > most) break;
    length += segment.length;
  }
  return text.slice(0, length).trimEnd();
}
