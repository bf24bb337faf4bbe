import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PinWeakness, weaknessOf } from '../../../src/contract/weakPin.ts';
import { wordsFor } from '../../../src/contract/words.ts';

const weak: Readonly<Record<PinWeakness, readonly string[]>> = {
  repeated: ['1111', '000000', '1212', '123123', 'aaaa', 'AbAbab', 'éééé', 'e\u0301\u00e9e\u0301\u00e9', '520520'],
  mirrored: ['1221', '123321', '12321', '69233296', 'Anna'],
  sequence: [
    ...[
      '1234',
      '123456',
      '1234567890',
      '9876',
      '654321',
      '7890',
      '0987',
      'abcd',
      'ZYXW',
      'abc123',
      ' 1234 ',
      '1234abcd',
      '123789',
      '987123',
    ],
    ...['qwerty', 'QWERTZ', 'azerty', 'asdfgh', 'yxcvbnm', 'poiuy', 'qwerty123', '1qaz2wsx', 'qweasdzxc'],
    ...[
      '2580',
      '0852',
      '147258369',
      '159753',
      '123654',
      '1122',
      '112233',
      '111222',
      '112233445566',
      'aabbcc',
      '000001',
    ],
  ],
  year: ['1984', '2026'],
  date: ['24121984', '12241984', '19841224', '20260101'],
  common: ['1004', '2468', 'password', 'Password1', 'P@ssw0rd!', 'Summer2026!', 'iloveyou', '1q2w3e4r', 'Yubikey5'],
};

describe('weak PINs', () => {
  test.each(Object.entries(weak).flatMap(([why, pins]) => pins.map(pin => [pin, why])))('%s is %s', (pin, why) => {
    expect(weaknessOf(pin)).toBe(why);
  });

  test.each([
    ...['2718', '271828', '314159', '7391', '8402', '1235', '4711', '135792', '311299', '70809', '19842026'],
    ...[
      'correct horse',
      'Tr0ub4dor',
      'passwords are many',
      'тайна7',
      'ключ-от-дома',
      '鍵は右の引き出し',
      'abxy',
      '12ab34cd',
    ],
  ])('%s is not weak', pin => expect(weaknessOf(pin)).toBe(null));

  test('are few among random ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), start => {
        const pins = Array.from({ length: 100 }, (_, i) => String(start * 7919 + i * 9973 + 100_000).padStart(6, '0'));
        return pins.filter(pin => weaknessOf(pin) !== null).length < 15;
      }),
      { numRuns: 20 },
    );
  });

  test('can be judged whatever they are', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 63 }), pin => weaknessOf(pin) !== undefined));
  });

  test('are refused with a reason of their own', () => {
    const messages = Object.keys(weak).map(
      weakness => wordsFor({ code: 'pin-breaks-rule', params: { rule: 'weak', weakness } }).message,
    );
    expect(new Set(messages).size).toBe(messages.length);
    for (const message of messages) expect(message).toMatch(/^This PIN is easy to guess: /);
  });
});
