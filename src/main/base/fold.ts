// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with its control characters
const ASCII = /^[\x00-\x7f]*$/;

/** Whether a text is made of ASCII alone, which is quicker to fold and to cut. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/**
 * Returns a text as all searches compare it: without case, accents and marks, and with one form for what looks the same. So `ünal`
 * finds ÜNAL, `istanbul` finds İSTANBUL, `strasse` finds Straße, and full-width letters find plain ones, composed or not.
 * Of ASCII it makes lower case and nothing else.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  // Unicode's full case folding, which JavaScript does not have: ß becomes SS in upper case alone, and ẞ becomes ß in lower case.
  // A sigma at the end of a word is written otherwise than within one.
  return plain.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}
