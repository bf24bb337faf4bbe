/**
 * Why a PIN is easy to guess. NIST SP 800-63B, 3.1.1.2, has verifiers refuse secrets that are repetitive, sequential or
 * common; Yubico's PIN complexity (firmware 5.7) and Token2's PIN+ refuse the same kinds in the key itself.
 */
export const pinWeaknesses = ['repeated', 'mirrored', 'sequence', 'year', 'date', 'common'] as const;
export type PinWeakness = (typeof pinWeaknesses)[number];

/** Whether weak PINs are refused where a person chooses one: a setting of each Keydesk. */
export const weakPinSettings = ['refused', 'allowed'] as const;

/**
 * Lines of keys that a finger follows: digits and letters in order, the rows of QWERTY, QWERTZ and AZERTY keyboards, the columns
 * under the digits, and the columns and diagonals of a number pad.
 */
const LINES: readonly string[] = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik', '9ol'],
  ...['1470', '2580', '3690', '159', '357'],
].flatMap(line => [line, [...line].reverse().join('')]);

/** No key takes a shorter one (CTAP 2.3, 6.5.1). */
const SHORTEST_PIN = 4;
/** Fewer characters in a row are chance. */
const SHORTEST_LINE = 3;

/** Words and patterns that lead lists of leaked PINs and passwords and that no rule above finds. In lower case. */
const COMMON: ReadonlySet<string> = new Set([
  ...[
    '1004',
    '1357',
    '2468',
    '5683',
    '13579',
    '24680',
    '102030',
    '1q2w3e',
    '1q2w3e4r',
    '1q2w3e4r5t',
    'q1w2e3',
    'q1w2e3r4',
  ],
  ...[
    'password',
    'passwort',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'motdepasse',
    'kennwort',
    'iloveyou',
    'letmein',
    'welcome',
  ],
  ...[
    'willkommen',
    'admin',
    'administrator',
    'secret',
    'geheim',
    'changeme',
    'default',
    'dragon',
    'monkey',
    'sunshine',
  ],
  ...[
    'princess',
    'football',
    'baseball',
    'superman',
    'batman',
    'trustno',
    'hello',
    'hallo',
    'test',
    'user',
    'login',
    'pin',
  ],
  ...[
    'security',
    'microsoft',
    'windows',
    'entra',
    'yubikey',
    'yubico',
    'fido',
    'passkey',
    'keydesk',
    'summer',
    'winter',
  ],
]);

/**
 * Returns why a PIN is easy to guess; null where nothing speaks against it. Length is no part of it: each key has a rule of its
 * own for that.
 */
export function weaknessOf(pin: string): PinWeakness | null {
  const text = pin.normalize('NFC').trim().toLowerCase();
  const characters = [...text];
  if (characters.length < SHORTEST_PIN) return null;
  if (isRepeated(characters)) return 'repeated';
  if (isMirrored(characters)) return 'mirrored';
  if (followsLines(text) || followsLines(withoutDoubles(characters))) return 'sequence';
  if (/^(19|20)\d\d$/.test(text)) return 'year';
  if (isDate(text)) return 'date';
  return COMMON.has(text) || COMMON.has(withoutTail(text)) ? 'common' : null;
}

/** One block, two times or more: 1111, 1212, 123123. */
function isRepeated(characters: readonly string[]): boolean {
  const { length } = characters;
  for (let block = 1; block <= length / 2; block++) {
    if (length % block === 0 && characters.every((character, i) => character === characters[i % block])) return true;
  }
  return false;
}

/** The same from both ends: 1221, 123321, 12321. */
function isMirrored(characters: readonly string[]): boolean {
  return characters.every((character, i) => character === characters[characters.length - 1 - i]);
}

/** Made of nothing but pieces of lines: 1234, 9876, qwerty, abc123, 123789, 159753, 1qaz2wsx. */
function followsLines(text: string): boolean {
  if (text.length < SHORTEST_LINE) return LINES.some(line => line.includes(text));
  // reached[i]: the first i characters are pieces of lines.
  const reached = [true];
  for (let end = 1; end <= text.length; end++) {
    reached[end] = reached.some(
      (ok, start) => ok && end - start >= SHORTEST_LINE && LINES.some(line => line.includes(text.slice(start, end))),
    );
  }
  return reached[text.length] === true;
}

/** Each character once where it comes several times in a row: 112233 is a sequence, too. */
function withoutDoubles(characters: readonly string[]): string {
  return characters.filter((character, i) => character !== characters[i - 1]).join('');
}

/** A day of the years 1900 to 2099 in eight digits, whichever way round. Six digits are too often no date. */
function isDate(text: string): boolean {
  const parts = /^(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return false;
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const isYear = (century: number) => century === 19 || century === 20;
  const isDay = (one: number, other: number) =>
    Math.min(one, other) >= 1 && Math.min(one, other) <= 12 && Math.max(one, other) <= 31;
  return (isYear(a) && isDay(c, d)) || (isYear(c) && isDay(a, b));
}

/** A word without the digits and signs that people add to satisfy a rule: password1, Summer2026!. */
function withoutTail(text: string): string {
  return text.replace(/[\d!.?*#$]+$/, '');
}
