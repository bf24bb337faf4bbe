import { fromBase64url, toBase64url } from '../../../ctap/bytes.ts';

const BASE64URL = /^[A-Za-z0-9_-]*$/;
const BASE64 = /^[A-Za-z0-9+/]*$/;

/**
 * Decodes text that Graph calls base64url. Graph sends it as base64url or as standard base64, with or without padding
 * (graph.md, 2). This never treats a last digit as UrlToken's suffix: a challenge or a user id may end with 0, 1 or 2.
 * @throws RangeError if it is neither encoding, mixes both alphabets or has wrong padding
 */
export function decodeGraphBase64(text: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, '');
  const padded = digits.length < text.length;
  if (!BASE64URL.test(digits) && !BASE64.test(digits)) throw new RangeError('neither base64url nor base64');
  if (padded && text.length % 4 !== 0) throw new RangeError('wrong padding');
  return fromBase64url(digits.replaceAll('+', '-').replaceAll('/', '_'));
}

/**
 * Encodes as .NET UrlToken: base64url, then one digit that counts the removed padding. Graph uses it for the ids of
 * methods.
 */
export function encodeUrlToken(bytes: Uint8Array): string {
  return `${toBase64url(bytes)}${(3 - (bytes.length % 3)) % 3}`;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Decodes a UrlToken. Returns undefined for other text, for a wrong digit, and for a GUID, which is the other kind of
 * id.
 */
export function decodeUrlToken(text: string): Uint8Array | undefined {
  if (GUID.test(text)) return undefined;
  try {
    const bytes = fromBase64url(text.slice(0, -1));
    return encodeUrlToken(bytes) === text ? bytes : undefined;
  } catch {
    // Not base64url, so not a UrlToken.
    return undefined;
  }
}

/**
 * Returns all credential ids that an entry of excludeCredentials can mean: decoded as UrlToken and as plain base64url.
 * A wrong extra id in an exclude list excludes nothing, but without the right one a key could be enrolled twice.
 * @throws RangeError if neither decoding works
 */
export function excludeReadings(text: string): Uint8Array[] {
  const token = decodeUrlToken(text);
  if (token === undefined) return [decodeGraphBase64(text)];
  try {
    return [token, decodeGraphBase64(text)];
  } catch {
    // Only the decoding as UrlToken works.
    return [token];
  }
}

/** Returns whether a method's id is the id of a credential, as UrlToken or in another encoding that Graph has used. */
export function isIdOf(id: string, credentialId: Uint8Array): boolean {
  if (id === encodeUrlToken(credentialId)) return true;
  const digits = id
    .replace(/={1,2}$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return digits === toBase64url(credentialId);
}
