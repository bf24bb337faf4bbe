// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with its control characters
const ASCII = /^[\x00-\x7f]*$/;

/** Returns whether a text is only ASCII, which is faster to fold and to cut. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/**
 * Returns a text in the form that all searches compare: without case, accents and marks, and with one form for
 * characters that look the same. So `ünal` finds ÜNAL, `istanbul` finds İSTANBUL, `strasse` finds Straße, and
 * full-width letters find plain ones, composed or not. ASCII only becomes lower case.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  // Does Unicode's full case folding, which JavaScript lacks: ß becomes SS only in upper case, and ẞ becomes ß in lower
  // case. A sigma has another form at the end of a word.
  return plain.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}
