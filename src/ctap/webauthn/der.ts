import { toHex } from '../bytes.ts';

/** One DER element: its tag, its content, the whole element with its head, and the offset of the next one. */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
  readonly end: number;
}

export interface CertificateExtension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** The members of a certificate that node:crypto does not return (RFC 5280, 4.1). */
export interface CertificateParts {
  /** 1 to 3. */
  readonly version: number;
  /** By the hexadecimal content of their OBJECT IDENTIFIER. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>;
  /** tbsCertificate, the signed bytes. */
  readonly signed: Uint8Array;
  /** The hexadecimal content of the OBJECT IDENTIFIER of signatureAlgorithm. */
  readonly algorithm: string;
  /** signatureValue without the byte that counts unused bits. */
  readonly signature: Uint8Array;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BOOLEAN = 0x01;
const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;

/** Parses a certificate. @throws RangeError if it is not DER */
export function readCertificate(der: Uint8Array): CertificateParts {
  const [tbs, algorithm, signature] = children(first(children(der)).content);
  if (tbs === undefined || algorithm === undefined || signature === undefined) throw new RangeError('no certificate');
  const members = children(tbs.content);
  const version = members.find(member => member.tag === VERSION_TAG);
  const extensions = members.find(member => member.tag === EXTENSIONS_TAG);
  return {
    version: 1 + (version === undefined ? 0 : (first(children(version.content)).content[0] ?? 0)),
    extensions: new Map(
      extensions === undefined ? [] : children(first(children(extensions.content)).content).map(readExtension),
    ),
    signed: tbs.whole,
    algorithm: toHex(first(children(algorithm.content)).content),
    signature: signature.content.subarray(1),
  };
}

/**
 * Reads pathLenConstraint from the value of a basicConstraints extension (RFC 5280, 4.2.1.9).
 * @throws RangeError if it is not DER
 */
export function readPathLength(basicConstraints: Uint8Array): number | undefined {
  const constraint = children(first(children(basicConstraints)).content).find(({ tag }) => tag === INTEGER);
  if (constraint === undefined) return undefined;
  return constraint.content.reduce((sum, byte) => sum * 256 + byte, 0);
}

/**
 * Reads a SEQUENCE of unsigned INTEGERs, each as its bytes without leading zeros. Accepts leading zeros that DER
 * forbids, a missing leading zero, and lengths in a longer form than needed: they do not change a number that is known
 * to be unsigned.
 * @throws RangeError for anything else: another type, an empty number, extra bytes
 */
export function readUnsignedIntegers(der: Uint8Array): Uint8Array[] {
  const [sequence, ...rest] = children(der);
  if (sequence?.tag !== SEQUENCE || rest.length > 0) throw new RangeError('not one SEQUENCE');
  return children(sequence.content).map(({ tag, content: bytes }) => {
    const [head] = bytes;
    if (tag !== INTEGER || head === undefined) throw new RangeError('not an unsigned INTEGER');
    const start = bytes.findIndex(byte => byte !== 0);
    return start < 0 ? bytes.subarray(-1) : bytes.subarray(start);
  });
}

/** Writes a SEQUENCE of unsigned INTEGERs in DER. */
export function writeUnsignedIntegers(integers: readonly Uint8Array[]): Uint8Array {
  const content = integers.flatMap(bytes => {
    const sign = (bytes[0] ?? 0) >= 0x80 ? [0] : [];
    return element(INTEGER, [...sign, ...bytes]);
  });
  return Uint8Array.from(element(SEQUENCE, content));
}

function element(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  if (length < 0x80) return [tag, length, ...content];
  return length < 0x100 ? [tag, 0x81, length, ...content] : [tag, 0x82, length >> 8, length & 0xff, ...content];
}

function readExtension(extension: Element): [string, CertificateExtension] {
  const parts = children(extension.content);
  const [oid, value] = [first(parts), parts.at(-1)];
  if (value === undefined) throw new RangeError('an extension without value');
  // DER writes TRUE as 0xff, BER as any non-zero byte. An extension must stay critical in both.
  const critical = (parts.find(part => part.tag === BOOLEAN)?.content[0] ?? 0) !== 0;
  return [toHex(oid.content), { critical, value: value.content }];
}

function children(content: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let offset = 0; offset < content.length; ) {
    const next = read(content, offset);
    elements.push(next);
    offset = next.end;
  }
  return elements;
}

function first(elements: readonly Element[]): Element {
  const [only] = elements;
  if (only === undefined) throw new RangeError('an empty DER element');
  return only;
}

function read(bytes: Uint8Array, offset: number): Element {
  const [tag, short] = [bytes[offset], bytes[offset + 1]];
  if (tag === undefined || short === undefined) throw new RangeError('DER cut short');
  if (short === 0x80) throw new RangeError('a DER element without length');
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
  if (lengthBytes > 3) throw new RangeError('a DER element too long');
  const start = offset + 2 + lengthBytes;
  let length = lengthBytes === 0 ? short : 0;
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + (bytes[offset + 2 + i] ?? 0);
  const end = start + length;
  if (end > bytes.length) throw new RangeError('DER cut short');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(offset, end), end };
}
