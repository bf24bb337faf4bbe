import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { type PinWeakness, weaknessOf } from '../../../../src/contract/keys/weakPin.ts';

const weak: Readonly<Record<PinWeakness, readonly string[]>> = {
  repeated: ['1111', '000000', '1212', '123123', 'aaaa', 'AbAbab', 'éééé', 'e\u0301\u00e9e\u0301\u00e9', '520520'],
  few: ['200000', 'aaaa1111', '11212', '1000100', '112113113'],
  organization: ['contoso', 'Contoso1', 'CONTOSO', 'contoso2026!', 'northwind', 'fabrikamsales', 'ｃｏｎｔｏｓｏ'],
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
      '1357',
      '2468',
      '1470',
      '3692',
      '9630',
      'acegik',
      '010203',
      '102030',
      '246810',
      '5101520',
      '302928',
      '0102030405',
    ],
    ...['１２３４', '１２３４５６', '١٢٣٤', '１2３4'],
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
  date: [
    ...['24121984', '12241984', '19841224', '19842412', '20260101', '27111995', '01122024'],
    ...['271195', '112795', '951127', '241284', '290200', '2711', '1127', '2902'],
  ],
  common: [
    '1337',
    '135790',
    '314159',
    'password',
    'Password1',
    'P@ssw0rd!',
    'Summer2026!',
    'iloveyou',
    '1q2w3e4r',
    'Yubikey5',
  ],
};

const ORGANIZATION = [
  'Northwind Traders',
  'contoso.onmicrosoft.com',
  'Fabrikam Sales',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
];

describe('weak PINs', () => {
  test.each(Object.entries(weak).flatMap(([why, pins]) => pins.map(pin => [pin, why])))('%s is %s', (pin, why) => {
    expect(weaknessOf(pin, ORGANIZATION)).toBe(why);
  });

  test.each([
    ...[
      '2718',
      '271828',
      '7391',
      '8402',
      '1235',
      '4711',
      '135792',
      '311235',
      '310299',
      '991340',
      '30021984',
      '19842026',
    ],
    ...['4412', '9917', '100200301', 'onmicrosoft', 'traders4you', '72f988bf'],
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
  ])('%s is not weak', pin => expect(weaknessOf(pin, ORGANIZATION)).toBe(null));

  test.each([
    [4, 13],
    [6, 9],
    [8, 1],
  ])('are few among the PINs of %i digits: at most %i %%', (digits, percent) => {
    // Evenly spread, by a step that has no factor in common with their number.
    const pins = Array.from({ length: 5000 }, (_, i) => String((i * 7919 * 9973) % 10 ** digits).padStart(digits, '0'));
    expect(pins.filter(pin => weaknessOf(pin) !== null).length).toBeLessThan(50 * (percent + 1));
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
