import { isTenantId } from '../connections/tenantLabel.ts';

/**
 * Why a PIN is easy to guess. NIST SP 800-63B, 3.1.1.2, requires verifiers to reject secrets that are repetitive,
 * sequential or common. Yubico's PIN complexity (firmware 5.7) and Token2's PIN+ reject the same kinds in the key
 * itself.
 */
export const pinWeaknesses = [
  'repeated',
  'mirrored',
  'few',
  'sequence',
  'year',
  'date',
  'organization',
  'common',
] as const;
export type PinWeakness = (typeof pinWeaknesses)[number];

/** Whether Keydesk rejects a weak PIN that a person chooses: a setting of each Keydesk. */
export const weakPinSettings = ['refused', 'allowed'] as const;

/**
 * Lines of characters that a finger can follow: digits and letters in order, the rows of QWERTY, QWERTZ and AZERTY
 * keyboards, the columns under the digits, and the columns and diagonals of a number pad.
 */
const LINES: readonly string[] = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik', '9ol'],
  ...['1470', '2580', '3690', '159', '357'],
].flatMap(line => [line, [...line].reverse().join('')]);

/** The shortest PIN that any key accepts (CTAP 2.3, 6.5.1). */
const SHORTEST_PIN = 4;
/** From this length on, a PIN of only two different characters is weak. */
const TWO_ARE_FEW = 5;
const THREE_ARE_FEW = 9;
/** Shorter lines occur by chance. */
const SHORTEST_LINE = 3;

/** Words and patterns at the top of lists of leaked PINs and passwords that no other rule finds. In lower case. */
const COMMON: ReadonlySet<string> = new Set([
  ...[
    '1004',
    '1337',
    '0007',
    '3141',
    '5683',
    '135790',
    '112358',
    '11235813',
    '314159',
    '31415926',
    '520131',
    '5201314',
    '1314520',
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
 * Returns why a PIN is easy to guess, or null if it is not. Does not check the length, because each key has its own
 * rule.
 * @param organization names and domains of the tenant; ids are ignored
 */
export function weaknessOf(pin: string, organization: readonly string[] = []): PinWeakness | null {
  const text = plain(pin);
  const characters = [...text];
  if (characters.length < SHORTEST_PIN) return null;
  if (isRepeated(characters)) return 'repeated';
  if (isMirrored(characters)) return 'mirrored';
  if (followsLines(text) || followsLines(withoutDoubles(characters)) || hasSteps(characters) || counts(text))
    return 'sequence';
  if (/^(19|20)\d\d$/.test(text)) return 'year';
  if (isDate(text)) return 'date';
  if (hasFew(characters)) return 'few';
  const words = [text, withoutTail(text)];
  const names = organization.flatMap(namesIn);
  if (words.some(word => names.includes(word))) return 'organization';
  return words.some(word => COMMON.has(word)) ? 'common' : null;
}

/** Normalizes characters that look alike: full-width characters, capitals, and digits of every script. */
function plain(pin: string): string {
  return pin
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\p{Nd}/gu, digit => String(digitValue(digit.codePointAt(0) ?? 0)));
}

/** Returns the value of a digit. The digits of a script are consecutive in Unicode, zero first. */
function digitValue(digit: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit - value - 1))) value++;
  return value;
}

/**
 * Returns the names of an organization that people use in a PIN: the whole name, each word, and the first label of a
 * domain.
 */
function namesIn(organization: string): string[] {
  if (isTenantId(organization)) return [];
  const [name = ''] = organization
    .normalize('NFKC')
    .toLowerCase()
    .split(/\.(?=\S)/);
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '');
  return [words.join(''), ...words].filter(word => word.length >= SHORTEST_LINE);
}

/** Returns whether the PIN is one block, two times or more: 1111, 1212, 123123. */
function isRepeated(characters: readonly string[]): boolean {
  const { length } = characters;
  for (let block = 1; block <= length / 2; block++) {
    if (length % block === 0 && characters.every((character, i) => character === characters[i % block])) return true;
  }
  return false;
}

/** Returns whether the PIN reads the same from both ends: 1221, 123321, 12321. */
function isMirrored(characters: readonly string[]): boolean {
  return characters.every((character, i) => character === characters[characters.length - 1 - i]);
}

/** Returns whether the PIN consists only of pieces of lines: 1234, 9876, qwerty, abc123, 123789, 159753, 1qaz2wsx. */
function followsLines(text: string): boolean {
  if (text.length < SHORTEST_LINE) return LINES.some(line => line.includes(text));
  // reached[i]: the first i characters consist of pieces of lines.
  const reached = [true];
  for (let end = 1; end <= text.length; end++) {
    reached[end] = reached.some(
      (ok, start) => ok && end - start >= SHORTEST_LINE && LINES.some(line => line.includes(text.slice(start, end))),
    );
  }
  return reached[text.length] === true;
}

/** Removes immediate repetitions of a character: 112233 is a sequence, too. */
function withoutDoubles(characters: readonly string[]): string {
  return characters.filter((character, i) => character !== characters[i - 1]).join('');
}

/**
 * Returns whether each character has the same distance from the one before: 1357, 9630, aceg. Digits may continue from
 * 9 to 0, as in 1470.
 */
function hasSteps(characters: readonly string[]): boolean {
  const codes = characters.map(character => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  if (steps.every(step => step === steps[0])) return true;
  return (
    characters.every(character => /\d/.test(character)) &&
    steps.every(step => (step + 10) % 10 === ((steps[0] ?? 0) + 10) % 10)
  );
}

/** Returns whether the PIN is three or more numbers with the same distance: 010203, 102030, 246810, 5101520. */
function counts(text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  const widths = [1, 2, 3];
  return widths.some(first => widths.some(second => goesOn(text, first, second)));
}

/**
 * Returns whether numbers continue to the end of the text like the first two, which have these widths. Padded with
 * zeros like the first one.
 */
function goesOn(text: string, first: number, second: number): boolean {
  const step = Number(text.slice(first, first + second)) - Number(text.slice(0, first));
  let whole = text.slice(0, first);
  let last = Number(whole);
  let count = 1;
  while (whole.length < text.length) {
    last += step;
    if (last < 0) return false;
    whole += String(last).padStart(text.startsWith('0') ? first : 1, '0');
    count++;
  }
  return count >= SHORTEST_LINE && whole === text;
}

/** Returns whether a long PIN has only two or three different characters: 200000, 1121212, aaaa1111. */
function hasFew(characters: readonly string[]): boolean {
  const { length } = characters;
  const different = new Set(characters).size;
  return (length >= TWO_ARE_FEW && different <= 2) || (length >= THREE_ARE_FEW && different <= 3);
}

/**
 * Returns whether the PIN is a date in any order: with a year of 1900 to 2099 in eight digits, with one of 1940 to 2029
 * in six, or without a year in four. A thief who knows the name tries the birthday first.
 */
function isDate(text: string): boolean {
  const parts = /^(?:\d\d){2,4}$/.test(text) ? (text.match(/\d\d/g) ?? []).map(Number) : [];
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (parts.length === 2) return isDay(a, b) || isDay(b, a);
  if (parts.length === 3) return (isYear(c) && (isDay(a, b) || isDay(b, a))) || (isYear(a) && isDay(c, b));
  const isCentury = (two: number) => two === 19 || two === 20;
  return (isCentury(a) && (isDay(c, d) || isDay(d, c))) || (isCentury(c) && (isDay(a, b) || isDay(b, a)));
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(day: number, month: number): boolean {
  return day >= 1 && day <= (DAYS[month - 1] ?? 0);
}

/** Returns whether two digits are a year that people who work today remember. */
function isYear(two: number): boolean {
  return two < 30 || two >= 40;
}

/** Removes the digits and signs that people append to satisfy a rule: password1, Summer2026!. */
function withoutTail(text: string): string {
  return text.replace(/[\d!.?*#$]+$/, '');
}
