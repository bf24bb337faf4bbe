import { concat } from '../bytes.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const LONG_LENGTH = 0x81;

/**
 * An ECDSA signature in the one form that DER allows (RFC 3279, 2.2.3): SEQUENCE of the INTEGERs r and s. Some keys put zeros
 * in front that DER does not want, leave out the one that it wants, or write a length in two bytes. None of that
 * changes r or s, and the verification alone says whether they are right. Undefined for what is no such signature.
 */
export function canonicalEcdsa(signature: Uint8Array): Uint8Array | undefined {
  const outer = element(signature, SEQUENCE);
  const r = outer && element(outer.content, INTEGER);
  const s = r && element(r.rest, INTEGER);
  // Bytes that belong to neither have no business in a signature.
  if (outer === undefined || r === undefined || s === undefined) return undefined;
  if (outer.rest.length > 0 || s.rest.length > 0) return undefined;
  const numbers = concat(integer(r.content), integer(s.content));
  return numbers.length < 0x80 ? concat(Uint8Array.of(SEQUENCE, numbers.length), numbers) : long(numbers);
}

function long(numbers: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(SEQUENCE, LONG_LENGTH, numbers.length), numbers);
}

/** A positive INTEGER of these bytes: no zeros in front, but one where the first bit would make it negative. */
function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex(byte => byte !== 0);
  const magnitude = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const content = (magnitude[0] ?? 0) < 0x80 ? magnitude : concat(Uint8Array.of(0), magnitude);
  return concat(Uint8Array.of(INTEGER, content.length), content);
}

/** The content of the element at the start, if it has this tag, and what comes after it. Lengths are below 256. */
function element(bytes: Uint8Array, tag: number): { content: Uint8Array; rest: Uint8Array } | undefined {
  const [own, short = 0, next = 0] = bytes;
  if (own !== tag || short > LONG_LENGTH || short === 0x80) return undefined;
  const start = short === LONG_LENGTH ? 3 : 2;
  const end = start + (short === LONG_LENGTH ? next : short);
  if (end > bytes.length || end === start) return undefined;
  return { content: bytes.subarray(start, end), rest: bytes.subarray(end) };
}
