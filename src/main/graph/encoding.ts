import { fromBase64url, toBase64url } from '../../ctap/bytes.ts';

/**
 * Bytes of what Graph calls base64url but sends as base64url or standard base64, padded or not (graph.md, 2).
 * @throws RangeError when it is neither
 */
export function decodeGraphBase64(text: string): Uint8Array {
  const unpadded = text
    .replace(/={1,2}$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return fromBase64url(unpadded);
}

/** The .NET UrlToken form: base64url, then one digit that counts the padding removed. Ids of methods have it. */
export function encodeUrlToken(bytes: Uint8Array): string {
  return `${toBase64url(bytes)}${(3 - (bytes.length % 3)) % 3}`;
}

/** Bytes of a UrlToken; undefined when the text is none, or its digit does not fit. */
export function decodeUrlToken(text: string): Uint8Array | undefined {
  try {
    const bytes = fromBase64url(text.slice(0, -1));
    return encodeUrlToken(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Every credential id that an entry of excludeCredentials can mean: as UrlToken and as plain base64url. A wrong extra id
 * in an exclude list excludes nothing; a missing right one lets a key be enrolled twice.
 */
export function excludeReadings(text: string): Uint8Array[] {
  const token = decodeUrlToken(text);
  const readings = token === undefined ? [] : [token];
  try {
    readings.push(decodeGraphBase64(text));
  } catch {
    // With suffix 0 the length is one that base64 does not have.
  }
  return readings;
}
