/** Errors of a PIN or a fingerprint. */
export const pinErrors = {
  'pin-required': {
    message:
      '{fresh, select, true {This security key has no PIN yet, and nobody can choose one here.} other {This security key needs its PIN.}}',
    next: '{fresh, select, true {Choose a PIN, or a profile with a random one.} other {Enter the PIN of the key.}}',
    command:
      '{fresh, select, true {Run the command at a terminal, use a profile with a random PIN (keydesk profiles create), or give enroll a PIN with --random-pin.} other {Enter the PIN of the key, or pass it with --pin-stdin.}}',
  },
  'pin-wrong': {
    message:
      '{impossible, select, true {This cannot be the PIN of a security key: a PIN has at least 4 characters and at most 63 bytes. The key was not asked.} other {{retries, select, null {The PIN is wrong.} other {{retries, plural, one {The PIN is wrong. One attempt is left.} other {The PIN is wrong. # attempts are left.}}}}}}',
    next: 'Check the PIN and enter it again.',
  },
  'pin-soft-blocked': {
    message:
      '{retries, select, null {Too many wrong PINs in a row: the key is paused.} other {{retries, plural, one {Too many wrong PINs in a row: the key is paused. One attempt is left.} other {Too many wrong PINs in a row: the key is paused. # attempts are left.}}}}',
    next: 'Remove the key, plug it in again, then enter the right PIN.',
  },
  'pin-blocked': {
    message: 'The PIN of this security key is permanently blocked: no attempts are left.',
    next: 'Only a reset makes the key usable again. It erases every passkey on the key.',
    command: 'Only a reset makes the key usable again (keydesk keys reset). It erases every passkey on the key.',
  },
  'pin-breaks-rule': {
    message:
      '{rule, select, too_short {The PIN is too short. This key requires at least {minLength} characters.} too_long {The PIN is too long. A PIN has at most {maxLength} characters and 63 bytes.} unchanged {The new PIN is the same as the current one. The security key requires a different PIN.} weak {{weakness}} ends_with_zero {A PIN cannot end with a zero byte.} untypable {The PIN contains a character that cannot be typed, such as an invisible one from a file or the clipboard.} other {The security key refuses this PIN as too weak.}}',
    next: 'Choose another PIN that follows the rules.',
  },
  'pin-change-required': {
    message: 'The security key requires a PIN change before it does anything else.',
    next: 'Change the PIN of the key, then try again.',
    command: 'Change the PIN of the key (keydesk keys pin change), then try again.',
  },
  'pin-not-set': {
    message: 'This security key has no PIN yet.',
    next: 'Set a PIN first, then try again.',
    command: 'Set a PIN first (keydesk keys pin set), then try again.',
  },
  'pin-already-set': {
    message: 'This security key already has a PIN.',
    next: 'Change the PIN instead.',
    command: 'Change the PIN instead (keydesk keys pin change).',
  },
  'pin-unseen': {
    message: 'Keydesk holds a PIN of an earlier enrollment of this user that may not have been read yet.',
    next: 'Open that enrollment and choose Show PIN, or forget the PIN; then try again.',
  },
  'pin-forgotten': {
    message: 'Keydesk no longer has this PIN: it was already shown, or was forgotten.',
    next: 'If nobody knows the PIN, reset the key under Security keys and enroll it again.',
    command: 'If nobody knows the PIN, reset the key (keydesk keys reset) and enroll it again.',
  },
  'pin-never-seen': {
    message: 'Keydesk ended before anybody confirmed that they had seen the random PIN of this key.',
    next: 'If nobody knows the PIN, reset the key under Security keys and enroll it again.',
    command: 'If nobody knows the PIN, reset the key (keydesk keys reset) and enroll it again.',
  },
  'pin-perhaps-unknown': {
    message:
      'This may be a key whose random PIN nobody has seen. The key has no serial number, so Keydesk cannot tell which key it is.',
    next: 'If nobody knows the PIN, reset the key and enroll it again.',
    command: 'If nobody knows the PIN, reset the key (keydesk keys reset) and enroll it again.',
  },
  'pin-length-refused': {
    message:
      '{length, select, null {The security key refuses this minimum PIN length.} other {The security key refuses {length} as its minimum PIN length.}}',
    next: 'Choose another length: not below the current minimum, and not above the longest PIN that the key accepts.',
  },
  'fingerprint-required': {
    message: 'This security key creates and uses passkeys with a fingerprint only, not with its PIN.',
    next: 'Add a fingerprint to the key first, under Security keys, Fingerprints. Then try again.',
    command: 'Add a fingerprint to the key first (keydesk keys fingerprints add), then try again.',
  },
  'fingerprint-failed': {
    message: 'The key did not recognize the fingerprint.',
    next: 'Try again with a clean, dry finger, or use the PIN.',
  },
  'fingerprint-blocked': {
    message: 'Too many fingerprints in a row were not recognized. The key accepts none for now.',
    next: 'Use the PIN of the key. After that, it accepts fingerprints again.',
  },
  'fingerprints-full': {
    message: 'The security key has no space for another fingerprint.',
    next: 'Remove one that is no longer needed, then try again.',
    command: 'Remove one that is no longer needed (keydesk keys fingerprints remove), then try again.',
  },
} as const;
