import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/ctap/bytes.ts';
import { verifySignature } from '../../../src/ctap/crypto.ts';
import { strictEcdsaSignature } from '../../../src/ctap/webauthn/ecdsaSignature.ts';

describe('strictEcdsaSignature', () => {
  it.each([
    ['what is canonical', '3006020101020102', '3006020101020102'],
    ['a zero that is wanted', '3007020200810201 02'.replace(' ', ''), '300702020081020102'],
    ['a zero too many in r', '300702020001020102', '3006020101020102'],
    ['a zero too many in s', '300702010102020002', '3006020101020102'],
    ['several', '300b0204000000010203000002', '3006020101020102'],
    ['a zero that is missing', '3006020181020182', '30080202008102020082'],
    ['a zero that is missing before 80', '3006020180020180', '30080202008002020080'],
    ['a length in two bytes', '308106020101020102', '3006020101020102'],
    ['lengths of the numbers in two bytes', '300802810101028101 02'.replace(' ', ''), '3006020101020102'],
  ])('writes %s as DER has it', (_what, lax, right) => {
    expect(toHex(strictEcdsaSignature(fromHex(lax)) ?? new Uint8Array())).toBe(right);
  });

  it.each([
    ['nothing', ''],
    ['another element', '3106020101020102'],
    ['one number', '3003020101'],
    ['three numbers', '3009020101020102020103'],
    ['bytes after it', '300602010102010200'],
    ['bytes after the numbers', '300702010102010200'],
    ['a length beyond its end', '3007020101020102'],
    ['an indefinite length', '3080020101020102'],
    ['a number of no bytes', '30050200020102'],
    ['r and s one after the other', '00'.repeat(64)],
  ])('refuses %s', (_what, bytes) => {
    expect(strictEcdsaSignature(fromHex(bytes))).toBeUndefined();
  });

  it('writes numbers of more than 127 bytes together', () => {
    const number = concat(Uint8Array.of(0x02, 66, 0x01), new Uint8Array(65).fill(0xff));
    const signature = concat(Uint8Array.of(0x30, 0x81, 136), number, number);
    expect(strictEcdsaSignature(signature)).toEqual(signature);
  });

  it.each([61, 62, 63])('writes the length of 2 numbers of %i bytes in the shortest form', length => {
    const number = concat(Uint8Array.of(0x02, length, 0x7f), new Uint8Array(length - 1).fill(0xff));
    const total = 2 * number.length;
    const head = total < 0x80 ? [0x30, total] : [0x30, 0x81, total];
    const canonical = concat(Uint8Array.from(head), number, number);
    expect(strictEcdsaSignature(canonical)).toEqual(canonical);
    expect(strictEcdsaSignature(concat(Uint8Array.of(0x30, 0x82, 0, total), number, number))).toEqual(canonical);
  });

  it('refuses a number longer than those of P-521', () => {
    const number = (length: number) => concat(Uint8Array.of(0x02, length), new Uint8Array(length).fill(1));
    const both = (r: number, s: number) => concat(Uint8Array.of(0x30, 0x81, r + s + 4), number(r), number(s));
    expect(strictEcdsaSignature(both(66, 66))).toBeDefined();
    expect(strictEcdsaSignature(both(67, 66))).toBeUndefined();
    expect(strictEcdsaSignature(both(66, 67))).toBeUndefined();
  });

  it('ends in bytes or nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        const canonical = strictEcdsaSignature(bytes);
        if (canonical !== undefined) expect(strictEcdsaSignature(canonical)).toEqual(canonical);
      }),
    );
  });
});

describe.each([
  ['prime256v1', 'sha256'],
  ['secp384r1', 'sha384'],
  ['secp521r1', 'sha512'],
])('a signature over %s', (namedCurve, hash) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  const data = new TextEncoder().encode('signed');
  const padded = (der: Uint8Array) => {
    const start = der[1] === 0x81 ? 3 : 2;
    const length = der[start + 1] ?? 0;
    const r = der.subarray(start + 2, start + 2 + length);
    const s = der.subarray(start + 2 + length);
    const content = concat(Uint8Array.of(0x02, length + 1, 0), r, s);
    return concat(Uint8Array.of(0x30, ...(content.length < 0x80 ? [] : [0x81]), content.length), content);
  };

  it('is good with a needless zero, and wrong for other data or by another key', () => {
    const signature = new Uint8Array(sign(hash, data, privateKey));
    for (const form of [signature, padded(signature)]) {
      expect(verifySignature(hash, publicKey, data, form)).toBe(true);
      expect(verifySignature(hash, publicKey, data.with(0, 0), form)).toBe(false);
      const other = generateKeyPairSync('ec', { namedCurve }).publicKey;
      expect(verifySignature(hash, other, data, form)).toBe(false);
    }
  });
});
