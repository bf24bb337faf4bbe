/**
 * The one place that knows cbor-x. A replacement must give CTAP2 canonical CBOR (CTAP 2.3, 8): shortest heads, definite
 * lengths, map keys sorted, no tags; and must refuse on decode what that form forbids.
 */
import { Encoder } from 'cbor-x';
import { Decoder } from 'cbor-x/decode-no-eval';
import { CtapError } from './errors.ts';

export type CborKey = number | string;
export type CborMap = Map<CborKey, CborValue>;
export type CborValue = number | bigint | string | boolean | null | undefined | Uint8Array | CborValue[] | CborMap;

/** Levels of arrays and maps that a CTAP message may nest (CTAP 2.3, 8: at most four). */
const MAX_DEPTH = 4;

const codec = { mapsAsObjects: false, useRecords: false, tagUint8Array: false, variableMapSize: true };
const encoder = new Encoder(codec);
const decoder = new Decoder(codec);

/** Canonical bytes of a value; map entries whose value is undefined are left out. */
export function encode(value: CborValue): Uint8Array {
  return new Uint8Array(encoder.encode(canonical(value)));
}

/** The value of exactly these bytes. @throws CtapError cbor-malformed */
export function decode(bytes: Uint8Array): CborValue {
  const { value, length } = decodeFirst(bytes);
  if (length !== bytes.length) throw malformed('trailing bytes');
  return value;
}

/** The first value in these bytes, and how many it took: COSE keys stand in the middle of authenticator data. */
export function decodeFirst(bytes: Uint8Array): { value: CborValue; length: number } {
  const length = itemEnd(bytes, 0, 0);
  try {
    return { value: plain(decoder.decode(bytes.slice(0, length))), length };
  } catch (cause) {
    if (cause instanceof CtapError) throw cause;
    throw new CtapError('cbor-malformed', { what: 'not CBOR' }, { cause });
  }
}

/** Shorter encodings first, then bytewise: with shortest heads that is the order of the encoded bytes' length and value. */
function canonical(value: CborValue): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!(value instanceof Map)) return value;
  const entries = [...value].filter(([, item]) => item !== undefined);
  const keyed = entries.map(([key, item]) => ({ bytes: encoder.encode(key), key, item: canonical(item) }));
  keyed.sort((a, b) => compareKeys(a.bytes, b.bytes));
  return new Map(keyed.map(({ key, item }) => [key, item]));
}

/** Order of map keys (CTAP 2.3, 8): by major type, then by length, then bytewise. */
function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const major = (a[0] ?? 0) - (b[0] ?? 0);
  if ((a[0] ?? 0) >> 5 !== (b[0] ?? 0) >> 5) return major;
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Walks one item without building it and gives the offset of its end. SECURITY: lengths, nesting, sorting and duplicates
 * are all settled here, before the decoder may allocate anything that a hostile key asked for.
 */
function itemEnd(bytes: Uint8Array, start: number, depth: number): number {
  const { major, argument, next } = head(bytes, start);
  switch (major) {
    case 2:
    case 3:
      if (argument > bytes.length - next) throw malformed('a string is longer than the message');
      return next + argument;
    case 4:
      return itemsEnd(bytes, next, argument, depth + 1);
    case 5:
      return mapEnd(bytes, next, argument, depth + 1);
    case 6:
      throw malformed('a tag');
    default:
      return next;
  }
}

function itemsEnd(bytes: Uint8Array, start: number, count: number, depth: number): number {
  if (depth > MAX_DEPTH) throw malformed('nested too deeply');
  if (count > bytes.length - start) throw malformed('an array is longer than the message');
  let end = start;
  for (let i = 0; i < count; i++) end = itemEnd(bytes, end, depth);
  return end;
}

function mapEnd(bytes: Uint8Array, start: number, count: number, depth: number): number {
  if (depth > MAX_DEPTH) throw malformed('nested too deeply');
  if (count > (bytes.length - start) / 2) throw malformed('a map is longer than the message');
  let end = start;
  let previous: Uint8Array | undefined;
  for (let i = 0; i < count; i++) {
    const keyEnd = itemEnd(bytes, end, depth);
    const key = bytes.subarray(end, keyEnd);
    const order = previous === undefined ? -1 : compareKeys(previous, key);
    if (order === 0) throw malformed('a duplicate map key');
    if (order > 0) throw malformed('map keys out of order');
    previous = key;
    end = itemEnd(bytes, keyEnd, depth);
  }
  return end;
}

function head(bytes: Uint8Array, offset: number): { major: number; argument: number; next: number } {
  const first = bytes[offset];
  if (first === undefined) throw malformed('cut short');
  const [major, info] = [first >> 5, first & 0x1f];
  if (info < 24) {
    if (major === 7 && info < 20) throw malformed('an unassigned simple value');
    return { major, argument: info, next: offset + 1 };
  }
  const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
  if (size === undefined) throw malformed('an indefinite length');
  if (offset + 1 + size > bytes.length) throw malformed('cut short');
  let argument = 0;
  for (let i = 1; i <= size; i++) argument = argument * 256 + (bytes[offset + i] ?? 0);
  const least = { 1: 24, 2: 0x100, 4: 0x1_0000, 8: 0x1_0000_0000 }[size] ?? 0;
  if (major === 7 ? size === 1 : argument < least) throw malformed('a head that is not the shortest');
  return { major, argument, next: offset + 1 + size };
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
  throw malformed('a map key that is neither number nor text');
}

function malformed(what: string): CtapError {
  return new CtapError('cbor-malformed', { what });
}
