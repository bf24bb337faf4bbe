/** Concatenates all given arrays, in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Returns whether two arrays hold the same bytes. Not constant-time: use it for public values only. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Encodes bytes as lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Decodes a hexadecimal string. @throws RangeError if the text is not hexadecimal */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new RangeError('not a hexadecimal string');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

const BASE64URL = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const ascii = new TextDecoder();

/** Encodes bytes as base64url without padding (RFC 4648, 5), the form that WebAuthn uses everywhere. */
export function toBase64url(bytes: Uint8Array): string {
  const digits = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const bits = (byteAt(bytes, from) << 16) | (byteAt(bytes, from + 1) << 8) | byteAt(bytes, from + 2);
    // The last group may be short. A write past the end of a typed array is ignored.
    digits[to] = byteAt(BASE64URL, bits >> 18);
    digits[to + 1] = byteAt(BASE64URL, (bits >> 12) & 63);
    digits[to + 2] = byteAt(BASE64URL, (bits >> 6) & 63);
    digits[to + 3] = byteAt(BASE64URL, bits & 63);
  }
  return ascii.decode(digits);
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/**
 * Decodes a base64url string without padding. @throws RangeError if the text is not base64url, or if its spare bits are
 * not zero
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new RangeError('not a base64url string');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  // Only the last group can have spare bits.
  const last = bytes.length - (bytes.length % 3);
  if (toBase64url(bytes.subarray(last)) !== text.slice((last / 3) * 4)) throw new RangeError('not a base64url string');
  return bytes;
}

/** Formats an AAGUID (16 bytes) as 8-4-4-4-12 hexadecimal digits. */
export function formatAaguid(aaguid: Uint8Array): string {
  const hex = toHex(aaguid);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Returns the longest prefix of a text that fits into `maxBytes` UTF-8 bytes without splitting a character. */
export function truncateUtf8(text: string, maxBytes: number): string {
  // No character takes more than three bytes per UTF-16 unit.
  if (text.length * 3 <= maxBytes) return text;
  let length = 0;
  let end = 0;
  for (const character of text) {
    length += new TextEncoder().encode(character).length;
    if (length > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
