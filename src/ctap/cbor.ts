/**
 * The only file that imports cbor-x. A replacement must write CTAP2 canonical CBOR (CTAP 2.3, 8): shortest heads,
 * definite lengths, sorted map keys, no tags. cborStructure.ts checks all input before the decoder reads it, and
 * decides what is rejected. The build without eval works under every content security policy and Electron fuse.
 */
import { Decoder, Encoder } from 'cbor-x/index-no-eval';
import { compareBytes, itemEnd, malformed } from './cborStructure.ts';
import { CtapError } from './errors.ts';

type CborKey = number | string;
export type CborMap = Map<CborKey, CborValue>;
export type CborValue = number | bigint | string | boolean | null | undefined | Uint8Array | CborValue[] | CborMap;

/** The smallest integer whose head has eight bytes. */
const LIMIT = 2n ** 32n;
const codec = { mapsAsObjects: false, useRecords: false, tagUint8Array: false, variableMapSize: true };
const encoder = new Encoder(codec);
const decoder = new Decoder(codec);
const utf8 = new TextEncoder();

/**
 * Encodes a value as canonical CBOR. Omits map entries whose value is undefined.
 * @throws RangeError for a number that is not a safe integer: CTAP uses no fractions, and nothing longer than 64 bits
 */
export function encode(value: CborValue): Uint8Array {
  return new Uint8Array(encoder.encode(canonical(value)));
}

/** Decodes exactly these bytes. @throws CtapError cbor-malformed */
export function decode(bytes: Uint8Array): CborValue {
  const { value, length } = decodeFirst(bytes);
  if (length !== bytes.length) throw malformed('trailing-bytes');
  return value;
}

/**
 * Decodes the first value in these bytes and returns it with its length in bytes. COSE keys are followed by other bytes
 * in authenticator data.
 */
export function decodeFirst(bytes: Uint8Array): { value: CborValue; length: number } {
  const length = itemEnd(bytes, 0);
  try {
    return { value: plain(decoder.decode(bytes.slice(0, length))), length };
  } catch (cause) {
    if (cause instanceof CtapError) throw cause;
    throw malformed('not-cbor', cause);
  }
}

/** Converts a value into the form that cbor-x writes canonically. */
function canonical(value: CborValue): CborValue {
  if (typeof value === 'number' || typeof value === 'bigint') return canonicalInteger(value);
  if (Array.isArray(value)) return value.map(canonical);
  if (!(value instanceof Map)) return value;
  const entries = [...value].filter(([, item]) => item !== undefined).sort(([a], [b]) => compareKeys(a, b));
  return new Map(entries.map(([key, item]) => [key, canonical(item)]));
}

/** Converts an integer for cbor-x, which writes numbers beyond 32 bits as floats, and every bigint with eight bytes. */
function canonicalInteger(value: number | bigint): number | bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('not an integer');
  // cbor-x writes a tag for an integer beyond 64 bits. It treats -2^64 as beyond 64 bits, too.
  if (value <= -(LIMIT * LIMIT) || value >= LIMIT * LIMIT) throw new RangeError('more than 64 bits');
  return value >= -LIMIT && value < LIMIT ? Number(value) : BigInt(value);
}

/** Compares map keys (CTAP 2.3, 8): integers 0, 1, 2 …, then -1, -2 …, then text by length in bytes, then bytewise. */
function compareKeys(a: CborKey, b: CborKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a < 0 === b < 0 ? Math.abs(a) - Math.abs(b) : b - a;
  if (typeof a === 'string' && typeof b === 'string') {
    return compareBytes(utf8.encode(a), utf8.encode(b));
  }
  return typeof a === 'number' ? -1 : 1;
}

/** Copies byte strings, because cbor-x returns views of its input. Converts bigints to numbers if a number is exact. */
function plain(value: unknown): CborValue {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [mapKey(key), plain(item)]));
  }
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
  return value as CborValue;
}

function mapKey(key: unknown): CborKey {
  if (typeof key === 'number' || typeof key === 'string') return key;
  if (typeof key === 'bigint' && Number.isSafeInteger(Number(key))) return Number(key);
  throw malformed('map-key-type');
}
