/** The few forms of DER (X.690) that a CMS message needs. */
export const der = {
  sequence: (...parts: readonly Buffer[]) => tagged(0x30, ...parts),
  /** A set with one element. */
  setOf: (part: Buffer) => tagged(0x31, part),
  octets: (bytes: Uint8Array) => tagged(0x04, Buffer.from(bytes)),
  /** @param number from 0 to 2^31 - 1 */
  integer: (number: number) => {
    const bytes = Buffer.from(number.toString(16).padStart(8, '0'), 'hex');
    const first = bytes.findIndex((byte, at) => byte > 0 || at === 3);
    const short = bytes.subarray(first);
    return (short[0] ?? 0) > 0x7f ? tagged(0x02, Buffer.of(0), short) : tagged(0x02, short);
  },
  /** Any primitive element. */
  bytes: (tag: number, content: Buffer) => tagged(tag, content),
  null: Buffer.of(0x05, 0x00),
  oid: (dotted: string) => {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return tagged(0x06, ...[first * 40 + second, ...rest].map(base128));
  },
  /** A constructed element with a tag of its context: EXPLICIT with its one part, or IMPLICIT SEQUENCE with all. */
  tagged: (tag: number, ...parts: readonly Buffer[]) => tagged(0xa0 + tag, ...parts),
  /** IMPLICIT OCTET STRING with a tag of its context. */
  taggedOctets: (tag: number, bytes: Buffer) => tagged(0x80 + tag, bytes),
};

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.of(tag), lengthOf(length), ...parts]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 + bytes.length), bytes]);
}

function base128(number: number): Buffer {
  const bytes = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
