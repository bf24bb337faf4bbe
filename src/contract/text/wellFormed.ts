/** SQLite, JSON and other programs do not preserve NUL. SQLite's own functions end a text there. */
const NUL = /\0/g;

/**
 * Returns a text that every part of Keydesk can store, hash and compare: a lone surrogate or a NUL becomes U+FFFD, as
 * the Unicode standard recommends for unreadable input (3.9, "U+FFFD substitution"). SECURITY: for names and other
 * texts that people read. An id that fails `isWellFormed` must be rejected: a changed id could be the id of something
 * else.
 */
export function wellFormed(text: string): string {
  return text.toWellFormed().replace(NUL, '\ufffd');
}

/** Returns whether all texts in a JSON value, including names of members, are as `wellFormed` returns them. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isWellFormed(name) && isWellFormed(member));
}

/** Members that identify or address something: `id`, `userId`, `@odata.nextLink`. */
const NAMING = /^id$|Id$|[lL]ink$/;
/** JSON with a text that is not well-formed contains one of these escapes, because UTF-8 cannot encode it directly. */
const SUSPECT = /\\u(?:d[89a-f]|0000)/i;

/**
 * Parses the JSON of another program, and makes every text in it well-formed. An id or a link that is not well-formed
 * becomes null, so that code that needs it rejects it. @throws SyntaxError
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
