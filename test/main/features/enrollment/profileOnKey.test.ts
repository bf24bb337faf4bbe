import { describe, expect, test } from 'vitest';
import type { ProfileInput } from '../../../../src/contract/profiles/schema.ts';
import { changesBefore, lackingFor, resetDue } from '../../../../src/main/features/enrollment/profileOnKey.ts';
import { profileOf } from './profileOf.ts';

const options: Record<string, boolean> = {
  clientPin: false,
  authnrCfg: true,
  setMinPINLength: true,
  alwaysUv: false,
  ep: false,
};
const able = { options, minPINLength: 4, maxPINLength: 63, forcePINChange: false, transportsForReset: [] };

describe('what a key lacks', () => {
  test.each<[string, Partial<ProfileInput>, object, string[]]>([
    ['nothing', { minPinLength: 8, forcePinChange: true, alwaysUv: true, enterpriseAttestation: true }, {}, []],
    ['a PIN of that length', { pin: { kind: 'random-digits', length: 12 } }, { maxPINLength: 8 }, ['pin']],
    ['that minimum length', { minPinLength: 12 }, { maxPINLength: 8 }, ['minPinLengthValue']],
    ['a reset over USB', { reset: 'always' }, { transportsForReset: ['nfc'] }, ['resetOverUsb']],
    ['no reset if none is due', { reset: 'if-pin' }, { transportsForReset: ['nfc'] }, []],
    ['no option that is on', { alwaysUv: true }, { options: { alwaysUv: true } }, []],
    [
      'an option that the reset turns off',
      { alwaysUv: true, reset: 'always' },
      { options: { alwaysUv: true } },
      ['alwaysUv'],
    ],
    ['no length that it has', { minPinLength: 6 }, { minPINLength: 6, options: {} }, []],
  ])('is %s', (_, settings, change, needs) => {
    expect(lackingFor(profileOf(settings), { ...able, ...change })).toEqual(needs);
  });
});

test.each([
  ['never', true, false],
  ['if-pin', true, true],
  ['if-pin', false, false],
  ['always', false, true],
] as const)('a profile that resets %s, with a key whose PIN is set: %s', (reset, clientPin, due) => {
  expect(resetDue(profileOf({ reset }), { options: { clientPin } })).toBe(due);
});

test('a minimum length above a PIN that nobody knows waits until after the proof', () => {
  const profile = profileOf({ minPinLength: 6 });
  expect(changesBefore(profile, able, undefined)).toEqual([]);
  expect(changesBefore(profile, able, '12345')).toEqual([]);
  // Six code points, although twelve UTF-16 units.
  expect(changesBefore(profile, able, '😀'.repeat(6))).toEqual([{ kind: 'setMinPINLength', length: 6 }]);
});
