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

/** Members that name or address something: `id`, `userId`, `@odata.nextLink`. */
const NAMING = /^id$|Id$|[lL]ink$/;
/** What JSON must hold for a text in it not to be well-formed: bytes of UTF-8 cannot say it, only an escape can. */
const SUSPECT = /\\u(?:d[89a-f]|0000)/i;

/**
 * Parses the JSON of another program, with every text in it made well-formed. An id or a link that is not well-formed becomes null,
 * so that what needs it refuses it. @throws SyntaxError
 */
export function parseWellFormed(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return SUSPECT.test(text) ? wellFormedJson(value) : value;
}

function wellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const refused = NAMING.test(name) && typeof member === 'string' && !isWellFormed(member);
      return [wellFormed(name), refused ? null : wellFormedJson(member)];
    }),
  );
}
