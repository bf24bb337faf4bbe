/** Errors for users at a station: PIN, touch and fingerprint. */
export const errorsOfPin = {
  'pin-wrong': {
    message:
      '{retries, select, null {The PIN is wrong.} other {{retries, plural, one {The PIN is wrong. One attempt is left.} other {The PIN is wrong. # attempts are left.}}}}',
    next: 'Check the PIN and enter it again.',
  },
  'pin-soft-blocked': {
    message: 'Too many wrong PINs in a row: the key is paused.',
    next: 'Then enter the right PIN.',
  },
  'pin-blocked': {
    message: 'The PIN of this key is blocked: no attempts are left.',
    next: 'Take the key to your helpdesk. They can prepare it again, or give you another one.',
  },
  'pin-breaks-rule': {
    message: '{weakness, select, null {The key does not accept this PIN.} other {{weakness}}}',
    next: 'Choose another PIN that follows the rules.',
  },
  'pin-unchanged': {
    message: 'This is already the PIN of the key.',
    next: 'Choose another one that only you know.',
  },
  'pin-length-refused': { message: 'The key does not accept a PIN of this length.', next: 'Choose a longer one.' },
  pinChanged: {
    message: 'The PIN of this key has changed in the meantime.',
    next: 'Remove the key and plug it in again. If it happens again, ask your helpdesk for another key.',
  },
  'pin-change-required': { message: 'The key requires another PIN.', next: 'Choose a new one.' },
  'touch-timeout': { message: 'The key was not touched in time.', next: 'Touch it when it blinks.' },
  'touch-denied': { message: 'The key did not accept the touch.', next: 'Touch it when it blinks.' },
  'fingerprint-required': {
    message: 'This key works with a fingerprint only, and it cannot be set up here.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'fingerprint-failed': {
    message: 'The key did not recognize the fingerprint.',
    next: 'Try again with a clean, dry finger.',
  },
  'fingerprint-blocked': {
    message: 'Too many wrong fingerprints: the key is paused.',
    next: 'Remove the key and plug it in again. If it happens again, ask your helpdesk for another key.',
  },
  'fingerprints-full': {
    message: 'There is no space left for a fingerprint on this key.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
} as const;
