/** Writes an element of DER (X.690). */
export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

/** Up to 65535 bytes. */
function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
/** @param content of an OBJECT IDENTIFIER, hexadecimal */
export const oid = (content: string): Buffer => element(0x06, Buffer.from(content, 'hex'));
export const octets = (content: Uint8Array): Buffer => element(0x04, content);
export const trueValue: Buffer = element(0x01, Buffer.of(0xff));
/** @param content big-endian, without a sign */
export const integer = (content: Uint8Array): Buffer =>
  (content[0] ?? 0) > 0x7f ? element(0x02, Buffer.of(0), content) : element(0x02, content);
export const bits = (content: Uint8Array): Buffer => element(0x03, Buffer.of(0), content);
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
export const printable = (text: string): Buffer => element(0x13, Buffer.from(text));
/** UTCTime until 2049, and GeneralizedTime after it (RFC 5280, 4.1.2.5). */
export const time = (date: Date): Buffer => {
  const text = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(text.slice(2))) : element(0x18, Buffer.from(text));
};
