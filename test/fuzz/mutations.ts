import fc from 'fast-check';
import { expect } from 'vitest';
import { CtapError } from '../../src/ctap/errors.ts';

/** One edit of a byte string, at a position given as a fraction of its length. */
type Edit =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number };

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
/** Heads of CBOR and DER that announce long content, and limits of lengths. */
const interesting = fc.constantFrom(0x00, 0x1b, 0x30, 0x5b, 0x7f, 0x80, 0x83, 0x84, 0x9b, 0xa0, 0xbb, 0xdb, 0xf9, 0xff);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('set' as const), at, byte: fc.oneof(fc.nat(255), interesting) }),
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('insert' as const), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at, length: fc.nat(40) }),
);

/** Damages bytes in one to four places. */
export const damage: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map(edits => bytes => edits.reduce(apply, bytes));

function apply(bytes: Uint8Array, change: Edit): Uint8Array {
  const place = Math.floor(change.at * bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (change.kind) {
    case 'flip':
      return bytes.length === 0 ? bytes : bytes.with(place, (bytes[place] ?? 0) ^ (1 << change.bit));
    case 'set':
      return bytes.length === 0 ? bytes : bytes.with(place, change.byte);
    case 'cut':
      return before.slice();
    case 'insert':
      return Uint8Array.from([...before, ...change.bytes, ...after]);
    case 'repeat':
      return Uint8Array.from([...before, ...after.subarray(0, change.length), ...after]);
  }
}

/**
 * Returns the number of cases of one property: few and always the same in the unit lane, many and random in `npm run
 * fuzz`.
 */
export function runs(usual: number): { numRuns: number; seed?: number; endOnFailure: boolean } {
  const factor = Number(process.env.FUZZ_FACTOR ?? 0);
  return factor > 0
    ? { numRuns: usual * factor, endOnFailure: true }
    : { numRuns: usual, seed: 20_261_123, endOnFailure: true };
}

/** Checks that a parser returns a value or throws a CtapError, and nothing else. */
export async function survives(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    expect(error).toBeInstanceOf(CtapError);
  }
}
