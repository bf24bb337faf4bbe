import type { PinWeakness } from '../keys/weakPin.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { type Say, words } from './wording.ts';

/** What can go wrong with a PIN or a finger. */
export const pinErrorWords = {
  'pin-required': words('This security key needs its PIN.', 'Enter the PIN of the key.', {
    command: 'Enter the PIN of the key, or hand it over with --pin-stdin.',
  }),
  'pin-wrong': p => ({
    message: p.impossible
      ? 'This cannot be the PIN of a security key: a PIN has at least 4 characters and at most 63 bytes. The key was not asked.'
      : `The PIN is wrong. ${attempts(p.retries)}`,
    next: 'Check the PIN and enter it again.',
  }),
  'pin-soft-blocked': p => ({
    message: `Too many wrong PINs in a row; the key has paused. ${attempts(p.retries)}`,
    next: 'Take the key out, plug it in again, then enter the right PIN.',
  }),
  'pin-blocked': words(
    'The PIN of this security key is blocked for good: no attempts are left.',
    'Only a factory reset makes the key usable again; it erases every passkey on the key.',
  ),
  'pin-breaks-rule': p => ({ message: pinRuleWords(p), next: 'Choose another PIN that keeps to the rules.' }),
  'pin-change-required': words(
    'The security key asks for its PIN to be changed before it does anything else.',
    'Change the PIN of the key, then try again.',
  ),
  'pin-not-set': words('This security key has no PIN yet.', 'Set one first, then try again.', {
    command: 'Set one first (keydesk keys pin set), then try again.',
  }),
  'pin-already-set': words('This security key has a PIN already.', 'Change it instead.', {
    command: 'Change it instead (keydesk keys pin change).',
  }),
  'pin-unseen': words(
    'Keydesk holds a PIN of an earlier enrollment of this user, and perhaps no one has read it yet.',
    'Open that enrollment and choose Show PIN, or forget the PIN; then try again.',
  ),
  'pin-forgotten': words(
    'Keydesk does not have this PIN any more: it was shown already, or forgotten.',
    'If no one knows the PIN, reset the key under Security keys and enroll it again.',
  ),
  'pin-never-seen': words(
    'Keydesk ended before a person confirmed that they had seen the random PIN of this key.',
    'If no one knows the PIN, reset the key under Security keys and enroll it again.',
  ),
  'pin-perhaps-unknown': words(
    'This key may be one whose random PIN no one has seen. It has no serial number, so Keydesk cannot tell.',
    'If no one knows the PIN, reset the key and enroll it again.',
  ),
  'pin-length-refused': p => ({
    message: `The security key refuses ${p.length ?? 'this length'} as its minimum PIN length.`,
    next: 'Choose another length: not below the present minimum, and not above the longest PIN that the key takes.',
  }),
  'fingerprint-required': words(
    'This security key makes and uses passkeys by fingerprint only, not by its PIN.',
    'Add a fingerprint to the key first, under Security keys, Fingerprints. Then try again.',
    { command: 'Add a fingerprint to the key first (keydesk keys fingerprints add), then try again.' },
  ),
  'fingerprint-failed': words(
    'The key did not recognize the finger.',
    'Try again with a clean, dry finger, or use the PIN.',
  ),
  'fingerprint-blocked': words(
    'Too many fingers in a row were not recognized; the key takes none for now.',
    'Use the PIN of the key; after that it takes fingers again.',
  ),
  'fingerprints-full': words(
    'The security key has no room for another fingerprint.',
    'Remove one it no longer needs, then try again.',
  ),
} satisfies Partial<Record<ErrorCode, Say>>;

function attempts(retries: ErrorParams[string] | undefined): string {
  if (typeof retries !== 'number') return '';
  return retries === 1 ? 'One attempt is left.' : `${retries} attempts are left.`;
}

/** Says which rule a PIN breaks. */
export function pinRuleWords(params: ErrorParams): string {
  switch (params.rule) {
    case 'too-short':
      return `The PIN is too short: this key wants at least ${params.minLength} characters.`;
    case 'too-long':
      return `The PIN is too long: at most ${params.maxLength} characters and 63 bytes fit.`;
    case 'unchanged':
      return 'The new PIN is the present one, and the security key asks for another.';
    case 'weak':
      return weakPinWords(params.weakness);
    case 'ends-with-zero':
      return 'A PIN cannot end with a zero byte.';
    case 'untypable':
      return 'The PIN has a character that cannot be typed, such as an invisible one from a file or a paste.';
    default:
      return 'The security key refuses this PIN as too weak.';
  }
}

const weaknesses: Readonly<Record<PinWeakness, string>> = {
  repeated: 'it repeats the same characters',
  mirrored: 'it reads the same from both ends',
  few: 'it has only two or three different characters',
  sequence: 'its characters or numbers follow each other in counting, in the alphabet or on the keyboard',
  year: 'it is a year',
  date: 'it is a date, or looks like one',
  organization: 'it is the name of your organization',
  common: 'many people choose it',
};

/** Says why a PIN is easy to guess. `weakness` is one of `pinWeaknesses`. */
export function weakPinWords(weakness: ErrorParams[string] | undefined): string {
  const why = (weaknesses as Record<string, string>)[String(weakness)] ?? weaknesses.common;
  return `This PIN is easy to guess: ${why}.`;
}
