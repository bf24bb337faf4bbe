import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concat,
  equal,
  formatAaguid,
  fromBase64url,
  fromHex,
  toBase64url,
  toHex,
  truncateUtf8,
} from '../../src/ctap/bytes.ts';

describe('base64url', () => {
  it('is that of the platform, and strict', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), value => {
        const text = toBase64url(value);
        expect(text).toBe(Buffer.from(value).toString('base64url'));
        expect(fromBase64url(text)).toEqual(value);
      }),
    );
  });

  it.each(['AA==', 'A', '+/8', 'A A', 'AB', 'AAB', 'é'])('refuses %j', text => {
    expect(() => fromBase64url(text)).toThrow(RangeError);
  });
});

describe('hexadecimal', () => {
  it('goes both ways', () => {
    expect(toHex(fromHex('00fF10'))).toBe('00ff10');
  });

  it.each(['0', '0g', '0x00', ' 00'])('refuses %j', text => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });
});

describe('concat and equal', () => {
  it('join and compare', () => {
    expect(concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    for (const other of [[1], [1, 3], [1, 2, 0]]) {
      expect(equal(Uint8Array.of(1, 2), Uint8Array.from(other))).toBe(false);
    }
  });
});

describe('formatAaguid', () => {
  it('groups 8-4-4-4-12', () => {
    expect(formatAaguid(fromHex('00112233445566778899aabbccddeeff'))).toBe('00112233-4455-6677-8899-aabbccddeeff');
  });
});

describe('truncateUtf8', () => {
  it.each([
    ['abc', 2, 'ab'],
    ['abc', 3, 'abc'],
    ['aé', 2, 'a'],
    ['é', 2, 'é'],
    ['a🔑b', 4, 'a'],
    ['a🔑b', 5, 'a🔑'],
    ['', 0, ''],
  ])('cuts %j to %i bytes', (text, length, expected) => {
    expect(truncateUtf8(text, length)).toBe(expected);
  });
});
