import { describe, expect, test } from 'vitest';
import { cleanDeviceText, passkeyNameFrom } from '../../../../src/contract/text/deviceText.ts';
import { cleanSummary } from '../../../../src/main/services/keys/cleanSummary.ts';

const FAMILY = '👩‍👩‍👧‍👦';

describe('what a device reports about itself', () => {
  test.each([
    ['a plain name', 'YubiKey OTP+FIDO+CCID', 'YubiKey OTP+FIDO+CCID'],
    ['spaces around and within it', '  Security \u00a0 Key\t', 'Security Key'],
    ['control characters', 'Key\u0000\u0007\u001b[31m\u009b', 'Key[31m'],
    ['a line break', 'Key\r\nof ours', 'Key of ours'],
    ['bidi controls', '\u202eyeK\u202c \u2066a\u2069\u200f\u061c', 'yeK a'],
    ['zero-width characters', '\ufeffK\u200be\u2060y\u00ad', 'Key'],
    ['lone surrogates', 'K\ud83de\udd11y', 'Key'],
    ['replacement and noncharacters', 'Key\ufffd\uffff\u{1fffe}', 'Key'],
    ['emoji joined by joiners', `${FAMILY} ✔️`, `${FAMILY} ✔️`],
    ['Hindi, which needs its joiner', 'क्‍ष', 'क्‍ष'],
    ['a decomposed letter', 'Cle\u0301', 'Clé'],
    ['a mark without a letter', '\u0301Key\u200d', 'Key'],
    ['hidden tags', `Key${String.fromCodePoint(0xe0041, 0xe0042)}`, 'Key'],
  ])('%s', (_, text, clean) => {
    expect(cleanDeviceText(text)).toBe(clean);
  });

  test.each([undefined, '', '   ', '\u0000\u0000', '\u3164', '\u2800', '\u200b', '\u202e\u202c', '\ud800', '\u0301'])(
    'nothing visible is no name (%j)',
    text => {
      expect(cleanDeviceText(text)).toBeUndefined();
    },
  );

  test('is at most as long as a USB string, and ends with a whole character', () => {
    expect(cleanDeviceText('x'.repeat(300))).toHaveLength(126);
    expect(cleanDeviceText(`${'x'.repeat(125)}🔑`)).toBe('x'.repeat(125));
  });

  test('is cleaned member by member, and left out where nothing is left', () => {
    const told = {
      id: 'hid:/dev/hidraw0',
      vendorId: 1,
      product: 'Key\u0000',
      manufacturer: ' ',
      serial: ' 47\u200b11 ',
    };
    expect(cleanSummary(told)).toEqual({ id: 'hid:/dev/hidraw0', vendorId: 1, product: 'Key', serial: '4711' });
  });
});

describe('the name of a passkey whose key is all that is known', () => {
  test.each([
    ['the product', 'Security Key', 'Security Key'],
    ['a name of 30 units', 'x'.repeat(30), 'x'.repeat(30)],
    ['a longer one', 'x'.repeat(31), 'x'.repeat(30)],
    ['a character of two units at the end', `${'x'.repeat(29)}🔑`, 'x'.repeat(29)],
    ['a character of eleven units at the end', `${'x'.repeat(20)}${FAMILY}`, 'x'.repeat(20)],
    ['a letter with its mark at the end', `${'x'.repeat(29)}q\u0323\u0307`, 'x'.repeat(29)],
    ['a space at the cut', `${'x'.repeat(29)} key`, 'x'.repeat(29)],
    ['nothing', undefined, 'Security key'],
    ['a blank', ' \u0000\u202e', 'Security key'],
    ['one character too long for a name', `q${'\u0323'.repeat(40)}`, 'Security key'],
  ])('%s', (_, product, name) => {
    expect(passkeyNameFrom(product)).toBe(name);
  });
});
