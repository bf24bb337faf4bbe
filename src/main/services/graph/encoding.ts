import { fromBase64url, toBase64url } from '../../../ctap/bytes.ts';

const BASE64URL = /^[A-Za-z0-9_-]*$/;
const BASE64 = /^[A-Za-z0-9+/]*$/;

/**
 * Bytes of what Graph calls base64url but sends as base64url or as standard base64, padded or not (graph.md, 2). The
 * suffix rule of UrlToken never applies here: a challenge or a user id may well end with 0, 1 or 2.
 * @throws RangeError when it is neither, alphabets mixed and wrong padding included
 */
export function decodeGraphBase64(text: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, '');
  const padded = digits.length < text.length;
  if (!BASE64URL.test(digits) && !BASE64.test(digits)) throw new RangeError('neither base64url nor base64');
  if (padded && text.length % 4 !== 0) throw new RangeError('wrong padding');
  return fromBase64url(digits.replaceAll('+', '-').replaceAll('/', '_'));
}

/** The .NET UrlToken form: base64url, then one digit that counts the padding removed. Ids of methods have it. */
export function encodeUrlToken(bytes: Uint8Array): string {
  return `${toBase64url(bytes)}${(3 - (bytes.length % 3)) % 3}`;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Bytes of a UrlToken; undefined when the text is none, its digit does not fit, or it is a GUID: the other kind of id. */
export function decodeUrlToken(text: string): Uint8Array | undefined {
  if (GUID.test(text)) return undefined;
  try {
    const bytes = fromBase64url(text.slice(0, -1));
    return encodeUrlToken(bytes) === text ? bytes : undefined;
  } catch {
    // Not base64url, so no UrlToken.
    return undefined;
  }
}

/**
 * Every credential id that an entry of excludeCredentials can mean: as UrlToken and as plain base64url. A wrong extra id
 * in an exclude list excludes nothing; a missing right one lets a key be enrolled twice.
 * @throws RangeError when it can be read in neither way
 */
export function excludeReadings(text: string): Uint8Array[] {
  const token = decodeUrlToken(text);
  if (token === undefined) return [decodeGraphBase64(text)];
  try {
    return [token, decodeGraphBase64(text)];
  } catch {
    // It reads as a UrlToken only.
    return [token];
  }
}

/** Whether a method's id stands for a credential id, as UrlToken or in any other encoding that Graph has been seen to use. */
export function isIdOf(id: string, credentialId: Uint8Array): boolean {
  if (id === encodeUrlToken(credentialId)) return true;
  const digits = id
    .replace(/={1,2}$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return digits === toBase64url(credentialId);
}
