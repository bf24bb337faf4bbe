/** What SQLite, JSON and other programs do not keep as it is: NUL, at which SQLite's own functions end a text. */
const NUL = /\0/g;

/**
 * Returns a text as every part of Keydesk can store, hash and compare it: a lone surrogate or a NUL becomes U+FFFD, as the Unicode
 * standard advises for what cannot be read (3.9, "U+FFFD substitution"). SECURITY: for names and other texts that people read. An id
 * that `isWellFormed` refuses must be refused: a changed id could be another one's.
 */
export function wellFormed(text: string): string {
  return text.toWellFormed().replace(NUL, '\ufffd');
}

/** Whether all texts in a JSON value, names of members among them, are as `wellFormed` returns them. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isWellFormed(name) && isWellFormed(member));
}

/** Returns a JSON value with every text in it made well-formed, names of members among them. */
export function wellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [wellFormed(name), wellFormedJson(member)]));
}
