import { toHex } from './bytes.ts';
import { CtapError } from './errors.ts';

/** Levels of arrays and maps that a CTAP message may nest (CTAP 2.3, 8: at most four). */
const MAX_DEPTH = 4;

/** The error for bytes that are not CBOR as CTAP has it; `what` names what is wrong. */
export function malformed(what: string, cause?: unknown): CtapError {
  return new CtapError('cbor-malformed', { what }, { cause });
}

/** By length, then bytewise. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Walks one item without building it and gives the offset of its end. SECURITY: lengths, nesting and duplicates are all
 * settled here, before the decoder may allocate anything that a hostile key asked for.
 * @param depth arrays and maps around the item
 * Map keys in any order and heads longer than needed are accepted: the firmware of several vendors sends them, and they
 * leave no doubt about the value.
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
 * What tells one map key from another: its value, not its encoding. SECURITY: two encodings of one number, or two keys of
 * damaged text, would be one key once decoded, and which of two values counts must not be left to chance.
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
    // It is not UTF-8, which is what is asked.
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
