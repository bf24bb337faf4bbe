/**
 * The one place that knows cbor-x. A replacement must write CTAP2 canonical CBOR (CTAP 2.3, 8): shortest heads, definite
 * lengths, sorted map keys, no tags. What it reads has passed cborStructure.ts, which settles what is refused. Its build
 * without eval is used, so that no content security policy or fuse stands in its way.
 */
import { Decoder, Encoder } from 'cbor-x/index-no-eval';
import { compareBytes, itemEnd, malformed } from './cborStructure.ts';
import { CtapError } from './errors.ts';

type CborKey = number | string;
export type CborMap = Map<CborKey, CborValue>;
export type CborValue = number | bigint | string | boolean | null | undefined | Uint8Array | CborValue[] | CborMap;

/** The least integer whose head has eight bytes. */
const LIMIT = 2n ** 32n;
const codec = { mapsAsObjects: false, useRecords: false, tagUint8Array: false, variableMapSize: true };
const encoder = new Encoder(codec);
const decoder = new Decoder(codec);
const utf8 = new TextEncoder();

/**
 * Canonical bytes of a value; map entries whose value is undefined are left out.
 * @throws RangeError for a number that is not a safe integer: CTAP has no use for fractions, nor for more than 64 bits
 */
export function encode(value: CborValue): Uint8Array {
  return new Uint8Array(encoder.encode(canonical(value)));
}

/** The value of exactly these bytes. @throws CtapError cbor-malformed */
export function decode(bytes: Uint8Array): CborValue {
  const { value, length } = decodeFirst(bytes);
  if (length !== bytes.length) throw malformed('trailing-bytes');
  return value;
}

/** The first value in these bytes, and how many it took: COSE keys stand in the middle of authenticator data. */
export function decodeFirst(bytes: Uint8Array): { value: CborValue; length: number } {
  const length = itemEnd(bytes, 0);
  try {
    return { value: plain(decoder.decode(bytes.slice(0, length))), length };
  } catch (cause) {
    if (cause instanceof CtapError) throw cause;
    throw malformed('not-cbor', cause);
  }
}

/** The value in the form that cbor-x writes canonically. */
function canonical(value: CborValue): CborValue {
  if (typeof value === 'number' || typeof value === 'bigint') return canonicalInteger(value);
  if (Array.isArray(value)) return value.map(canonical);
  if (!(value instanceof Map)) return value;
  const entries = [...value].filter(([, item]) => item !== undefined).sort(([a], [b]) => compareKeys(a, b));
  return new Map(entries.map(([key, item]) => [key, canonical(item)]));
}

/** cbor-x writes numbers beyond 32 bits as floats, and every bigint with eight bytes. */
function canonicalInteger(value: number | bigint): number | bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('not an integer');
  // Beyond 64 bits cbor-x would write a tag; it counts -2^64 as beyond them too.
  if (value <= -(LIMIT * LIMIT) || value >= LIMIT * LIMIT) throw new RangeError('more than 64 bits');
  return value >= -LIMIT && value < LIMIT ? Number(value) : BigInt(value);
}

/** Order of map keys (CTAP 2.3, 8): integers 0, 1, 2 …, then -1, -2 …, then text by length in bytes, then bytewise. */
function compareKeys(a: CborKey, b: CborKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a < 0 === b < 0 ? Math.abs(a) - Math.abs(b) : b - a;
  if (typeof a === 'string' && typeof b === 'string') {
    return compareBytes(utf8.encode(a), utf8.encode(b));
  }
  return typeof a === 'number' ? -1 : 1;
}

/** cbor-x hands out views of its input and big integers where a plain number does. */
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
