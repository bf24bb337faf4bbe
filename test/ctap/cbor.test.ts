import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/ctap/bytes.ts';
import { type CborValue, decode, decodeFirst, encode } from '../../src/ctap/cbor.ts';
import { CtapError } from '../../src/ctap/errors.ts';
import { thrown } from './helpers.ts';

/** Integers in the form decode gives them: bigint beyond what a number holds exactly. */
const integer = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.nat(0xffffffff),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 1n - 2n ** 64n, max: 2n ** 64n - 1n }).filter(n => !Number.isSafeInteger(Number(n))),
);
const text = fc.string({ unit: 'grapheme' });
const leaf = fc.oneof(integer, text, fc.boolean(), fc.constant(null), fc.uint8Array());
const key = fc.oneof(fc.integer({ min: -70_000, max: 70_000 }), text);

function nested(levels: number): fc.Arbitrary<CborValue> {
  if (levels === 0) return leaf;
  const inner = nested(levels - 1);
  const map = fc.uniqueArray(fc.tuple(key, inner), { selector: ([k]) => k, maxLength: 30 }).map(all => new Map(all));
  return fc.oneof(leaf, fc.array(inner, { maxLength: 30 }), map);
}

describe('encode', () => {
  it.each<[string, CborValue, string]>([
    ['heads as short as can be', [23, 24, 255, 256, 65535, 65536], '8617181818ff19010019ffff1a00010000'],
    ['negative integers', [-1, -24, -25, -65535, -(2 ** 32)], '852037381839fffe3affffffff'],
    ['integers beyond 32 bits', [2 ** 32, -(2 ** 32) - 1, 5n], '831b00000001000000003b000000010000000005'],
    [
      'a COSE key in CTAP order',
      new Map([
        [-2, 0],
        [-1, 1],
        [3, -7],
        [1, 2],
      ]),
      'a40102032620012100',
    ],
    [
      'text keys by length, then bytes',
      new Map([
        ['type', 1],
        ['id', 2],
        ['up', 3],
        ['é', 4],
      ]),
      'a4626964026275700362c3a904647479706501',
    ],
    [
      'integers before text',
      new Map<number | string, CborValue>([
        ['a', 1],
        [-1, 2],
        [256, 3],
        [2, 4],
      ]),
      'a40204190100032002616101',
    ],
    ['bytes, null, undefined, booleans', [fromHex('0102'), null, undefined, true, false], '85420102f6f7f5f4'],
  ])('writes %s', (_what, value, expected) => {
    expect(toHex(encode(value))).toBe(expected);
  });

  it('refuses fractions, NaN and unsafe integers', () => {
    for (const value of [0.5, Number.NaN, 2 ** 53, 2n ** 64n, -(2n ** 64n)])
      expect(() => encode(value)).toThrow(RangeError);
  });

  it('leaves out members that are undefined', () => {
    expect(
      toHex(
        encode(
          new Map([
            [1, undefined],
            [2, 0],
          ]),
        ),
      ),
    ).toBe('a10200');
  });
});

describe('decode', () => {
  it.each([
    ['nothing', '', 'cut-short'],
    ['a cut byte string', '4401', 'string-too-long'],
    ['a byte string of 4 GB', '5affffffff00', 'string-too-long'],
    ['an array of 2^64 members', '9bffffffffffffffff', 'array-too-long'],
    ['a map of 2^32 members', 'baffffffff', 'map-too-long'],
    ['bytes left over', '0000', 'trailing-bytes'],
    ['an indefinite map', 'bf0102ff', 'indefinite-length'],
    ['an indefinite byte string', '5f4101ff', 'indefinite-length'],
    ['a break', 'ff', 'indefinite-length'],
    ['a tag', 'c11a00000000', 'tag'],
    ['a reserved head', '1c', 'indefinite-length'],
    ['a cut head', '19ff', 'cut-short'],
    ['a simple value of two bytes', 'f8ff', 'simple-value'],
    ['a key without its value', 'a1626100', 'cut-short'],
    ['an unassigned simple value', 'e0', 'simple-value'],
    ['a duplicate key', 'a201000102', 'duplicate-key'],
    ['a duplicate text key', 'a2616100616101', 'duplicate-key'],
    ['a duplicate key in another place', 'a3010002000102', 'duplicate-key'],
    ['a duplicate key in another length', 'a2010018010a', 'duplicate-key'],
    ['a duplicate text key in another length', 'a261610078016101', 'duplicate-key'],
    ['a byte string as key', 'a1410100', 'map-key-type'],
    ['a key of damaged text', 'a161ff00', 'map-key-text'],
    ['five levels', '8181818180', 'too-deep'],
    ['five levels of maps', 'a100a100a100a100a0', 'too-deep'],
    ['five levels of both', '81a10081a10080', 'too-deep'],
  ])('refuses %s', (_what, encoded, reason) => {
    const error = thrown(() => decode(fromHex(encoded)));
    expect(error).toMatchObject({ code: 'cbor-malformed', params: { what: reason } });
  });

  it.each<[string, string, CborValue]>([
    [
      'keys out of order',
      'a202000100',
      new Map([
        [1, 0],
        [2, 0],
      ]),
    ],
    [
      'a longer key first',
      'a21818000100',
      new Map([
        [24, 0],
        [1, 0],
      ]),
    ],
    [
      'a negative key before a positive one',
      'a220000100',
      new Map([
        [-1, 0],
        [1, 0],
      ]),
    ],
    [
      'text before a number',
      'a2616100010a',
      new Map<string | number, CborValue>([
        ['a', 0],
        [1, 10],
      ]),
    ],
    ['a head longer than needed', '1817', 23],
    ['a length longer than needed', '590001aa', Uint8Array.of(0xaa)],
    ['a map head longer than needed', 'b90000', new Map()],
    ['a key of eight bytes', 'a11b000000000000000105', new Map([[1, 5]])],
    ['numbers of 64 bits', '821bffffffffffffffff3bffffffffffffffff', [2n ** 64n - 1n, -(2n ** 64n)]],
  ])('reads %s, which firmware in the field sends', (_what, encoded, value) => {
    expect(decode(fromHex(encoded))).toEqual(value);
  });

  it('reads four levels', () => {
    expect(decode(fromHex('81a1018180'))).toEqual([new Map([[1, [[]]]])]);
  });

  it('keeps text that a key cut inside a character', () => {
    expect(typeof decode(fromHex('6261c3'))).toBe('string');
  });

  it('gives plain Uint8Arrays even for a Buffer', () => {
    const value = decode(Buffer.from('420102', 'hex'));
    expect(Buffer.isBuffer(value)).toBe(false);
    expect(value).toEqual(new Uint8Array([1, 2]));
  });

  it('undoes encode, which undoes decode', () => {
    fc.assert(
      fc.property(nested(4), value => {
        const encoded = encode(value);
        const decoded = decode(encoded);
        expect(decoded).toEqual(value);
        expect(toHex(encode(decoded))).toBe(toHex(encoded));
      }),
    );
  });

  it('ends in a value or a CtapError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), input => {
        try {
          decode(input);
        } catch (error) {
          expect(error).toBeInstanceOf(CtapError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decodeFirst', () => {
  it('tells how many bytes the value took', () => {
    expect(decodeFirst(fromHex('a1010203'))).toEqual({ value: new Map([[1, 2]]), length: 3 });
  });
});
