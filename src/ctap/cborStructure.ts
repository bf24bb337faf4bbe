import { toHex } from './bytes.ts';
import { CtapError } from './errors.ts';

/** Maximum nesting of arrays and maps in a CTAP message (CTAP 2.3, 8: at most four levels). */
const MAX_DEPTH = 4;

/** Creates the error for bytes that are not valid CTAP2 CBOR. `what` names the problem. */
export function malformed(what: string, cause?: unknown): CtapError {
  return new CtapError('cbor-malformed', { what }, { cause });
}

/** Compares by length, then bytewise. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Scans one item without decoding it and returns the offset of its end. SECURITY: lengths, nesting and duplicate keys
 * are checked here, before the decoder allocates any memory that a hostile key requests.
 *
 * Accepts map keys in any order and heads longer than needed: the firmware of several vendors sends them, and the value
 * stays unambiguous.
 * @param depth number of arrays and maps around the item
 * @throws CtapError cbor-malformed
 */
export function itemEnd(bytes: Uint8Array, start: number, depth = 0): number {
  const { major, argument, next } = head(bytes, start);
  switch (major) {
    case 2:
    case 3:
      if (argument > bytes.length - next) throw malformed('string-too-long');
      return next + argument;
    case 4:
      return itemsEnd(bytes, next, argument, depth + 1);
    case 5:
      return mapEnd(bytes, next, argument, depth + 1);
    case 6:
      throw malformed('tag');
    default:
      return next;
  }
}

function itemsEnd(bytes: Uint8Array, start: number, count: number, depth: number): number {
  if (depth > MAX_DEPTH) throw malformed('too-deep');
  if (count > bytes.length - start) throw malformed('array-too-long');
  let end = start;
  for (let i = 0; i < count; i++) end = itemEnd(bytes, end, depth);
  return end;
}

function mapEnd(bytes: Uint8Array, start: number, count: number, depth: number): number {
  if (depth > MAX_DEPTH) throw malformed('too-deep');
  if (count > (bytes.length - start) / 2) throw malformed('map-too-long');
  const keys = new Set<string>();
  let end = start;
  for (let i = 0; i < count; i++) {
    const keyEnd = itemEnd(bytes, end, depth);
    const key = identityOf(bytes.subarray(end, keyEnd));
    if (keys.has(key)) throw malformed('duplicate-key');
    keys.add(key);
    end = itemEnd(bytes, keyEnd, depth);
  }
  return end;
}

/**
 * Returns a string that identifies a map key by its value, not by its encoding. SECURITY: two encodings of one number,
 * or two keys of damaged text, become the same key when decoded. Which of the two values counts must not depend on
 * chance.
 */
function identityOf(key: Uint8Array): string {
  const { major, argument, next } = head(key, 0);
  if (major < 2) return `${major} ${argument}`;
  const content = key.subarray(next);
  if (major === 3 && !isUtf8(content)) throw malformed('map-key-text');
  return `${major} ${toHex(content)}`;
}

function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every(byte => byte < 0x80)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // The decoder throws if the bytes are not UTF-8, and that is the answer to the question.
    return false;
  }
}

function head(bytes: Uint8Array, offset: number): { major: number; argument: number; next: number } {
  const first = bytes[offset];
  if (first === undefined) throw malformed('cut-short');
  const [major, info] = [first >> 5, first & 0x1f];
  if (info < 24) {
    if (major === 7 && info < 20) throw malformed('simple-value');
    return { major, argument: info, next: offset + 1 };
  }
  const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
  if (size === undefined) throw malformed('indefinite-length');
  if (offset + 1 + size > bytes.length) throw malformed('cut-short');
  let argument = 0;
  for (let i = 1; i <= size; i++) argument = argument * 256 + (bytes[offset + i] ?? 0);
  if (major === 7 && size === 1) throw malformed('simple-value');
  return { major, argument, next: offset + 1 + size };
}
