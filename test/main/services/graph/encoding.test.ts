import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeGraphBase64,
  decodeUrlToken,
  encodeUrlToken,
  excludeReadings,
} from '../../../../src/main/services/graph/encoding.ts';

const bytes = fc.uint8Array({ maxLength: 100 });
const plain = (value: Uint8Array, encoding: 'base64' | 'base64url') => Buffer.from(value).toString(encoding);

test('base64url and standard base64, padded or not, give the same bytes', () => {
  fc.assert(
    fc.property(bytes, value => {
      const standard = plain(value, 'base64');
      const url = plain(value, 'base64url');
      const forms = [standard, standard.replaceAll('=', ''), url, url.padEnd(standard.length, '=')];
      for (const form of forms) expect(decodeGraphBase64(form)).toEqual(value);
    }),
  );
});

test('the suffix rule never touches a value that merely ends with 0, 1 or 2', () => {
  const value = Uint8Array.from(Buffer.from('AAA0', 'base64url'));
  expect(decodeGraphBase64('AAA0')).toEqual(value);
});

test.each([
  ['a length that base64 does not have', 'AAAAA'],
  ['a foreign character', 'AA.A'],
  ['white space', 'AA A'],
  ['both alphabets at once', 'A-/A'],
  ['padding that is not needed', 'AAAA='],
  ['too little padding', 'AA='],
  ['padding in the middle', 'AA==AA=='],
  ['bits left over', 'AB'],
])('refuses %s', (_, text) => {
  expect(() => decodeGraphBase64(text)).toThrow(RangeError);
});

test('a UrlToken is base64url and the count of the padding removed', () => {
  expect(encodeUrlToken(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-0');
  expect(encodeUrlToken(Uint8Array.of(0xfb, 0xff))).toBe('-_81');
  expect(encodeUrlToken(Uint8Array.of(0xfb))).toBe('-w2');
  expect(encodeUrlToken(new Uint8Array())).toBe('0');
});

test('a UrlToken comes back; one with another digit is none', () => {
  fc.assert(
    fc.property(bytes, value => {
      const token = encodeUrlToken(value);
      expect(decodeUrlToken(token)).toEqual(value);
      const digit = Number(token.at(-1));
      expect(decodeUrlToken(`${token.slice(0, -1)}${(digit + 1) % 3}`)).toBeUndefined();
    }),
  );
});

test('an id of the exclude list is read in every way it can mean', () => {
  fc.assert(
    fc.property(bytes, value => {
      expect(excludeReadings(encodeUrlToken(value))).toContainEqual(value);
      expect(excludeReadings(plain(value, 'base64url'))).toContainEqual(value);
      expect(excludeReadings(plain(value, 'base64'))).toContainEqual(value);
    }),
  );
  // Suffix 1: a UrlToken of two bytes and, just as well, the plain form of three.
  expect(excludeReadings('-_81')).toEqual([Uint8Array.of(0xfb, 0xff), Uint8Array.of(0xfb, 0xff, 0x35)]);
});

test('an id that is nothing at all is not passed over', () => {
  expect(() => excludeReadings('?!')).toThrow(RangeError);
});
