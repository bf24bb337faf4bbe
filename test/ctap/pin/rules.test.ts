import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/ctap/bytes.ts';
import { checkNewPin, padPin, pinBytes } from '../../../src/ctap/pin/rules.ts';
import { thrown } from '../helpers.ts';

const rules = { minPINLength: 4, maxPINLength: 63 };

describe('checkNewPin', () => {
  it.each([
    ['four digits', '1234', '31323334'],
    ['63 characters', 'a'.repeat(63), '61'.repeat(63)],
    ['a decomposed character, composed', 'cafe\u0301', '636166c3a9'],
    ['four characters beyond the first plane', '🔑🔑🔑🔑', 'f09f9491'.repeat(4)],
  ])('takes %s', (_what, pin, expected) => {
    expect(toHex(checkNewPin(pin, rules))).toBe(expected);
  });

  it.each([
    ['three digits', '123', 'too-short'],
    ['nothing', '', 'too-short'],
    ['four code points that compose to three', 'cae\u0301', 'too-short'],
    ['three characters of two UTF-16 units', '🔑🔑🔑', 'too-short'],
    ['64 bytes', 'a'.repeat(64), 'too-long'],
    ['32 characters of 64 bytes', 'é'.repeat(32), 'too-long'],
    ['a zero at the end', '1234\u0000', 'ends-with-zero'],
    ['a zero in the middle', '12\u000034', 'untypable'],
    ['a byte order mark', '\ufeff12345', 'untypable'],
    ['a zero-width space', '12\u200b345', 'untypable'],
    ['a no-break space', '12\u00a0345', 'untypable'],
    ['a tab', '12\t345', 'untypable'],
    ['Hangul fillers alone', '\u3164'.repeat(4), 'untypable'],
    ['halfwidth fillers', '12\uffa034', 'untypable'],
    ['a Hangul jamo filler', '12\u115f34', 'untypable'],
    ['a combining grapheme joiner', '12\u034f34', 'untypable'],
    ['a variation selector', '12\ufe0f34', 'untypable'],
    ['braille blanks', '\u2800'.repeat(4), 'untypable'],
    ['a lone surrogate', '12\ud800345', 'untypable'],
  ])('refuses %s', (_what, pin, rule) => {
    const error = thrown(() => checkNewPin(pin, rules));
    expect(error).toMatchObject({ code: 'pin-rule', params: { rule, minLength: 4, maxLength: 63 } });
    if (pin.length > 0) expect(error.message).not.toContain(pin);
  });

  it('goes by the lengths the key tells', () => {
    expect(thrown(() => checkNewPin('12345', { minPINLength: 6, maxPINLength: 8 })).params.rule).toBe('too-short');
    expect(thrown(() => checkNewPin('123456789', { minPINLength: 6, maxPINLength: 8 })).params.rule).toBe('too-long');
  });
});

describe('pinBytes', () => {
  it('composes characters, so that a PIN is the same from every keyboard', () => {
    expect(pinBytes('é')).toEqual(pinBytes('e\u0301'));
  });
});

describe('padPin', () => {
  it('fills up with zeros to 64 bytes', () => {
    expect(toHex(padPin(pinBytes('1234')))).toBe(`31323334${'00'.repeat(60)}`);
  });
});
