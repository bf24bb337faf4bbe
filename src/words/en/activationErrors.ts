/** Errors of activation, for staff. */
export const activationErrors = {
  'activation-sign-in-invalid': {
    message:
      '{why, select, null {This sign-in does not prove who you are.} other {This sign-in does not prove who you are. {why}}}',
    next: 'Sign in again. If it happens again, tell your helpdesk.',
  },
  'activation-sign-in-old': {
    message: 'The browser used an earlier sign-in instead of asking you.',
    next: 'Sign in again and enter your password. Close other windows of that browser first.',
  },
  'activation-sign-in-untimed': {
    message: 'The sign-in does not say when the user signed in, so it does not prove that they did it now.',
    next: '{claim} Then run Check connection with a sign-in of a user. Until then use activation codes.',
    command: '{claim} Then run keydesk connection check --user-sign-in. Until then use activation codes.',
    check: '{claim} Then check again. Until then use activation codes.',
  },
  'activation-sign-in-unavailable': {
    message: 'Users cannot sign in at this station.',
    next: 'Use an activation code from your helpdesk.',
  },
  'activation-code-wrong': {
    message: 'This user name and this activation code do not match, or the code is no longer valid.',
    next: 'Check both. After five wrong attempts a code is blocked. Ask your helpdesk for a new one.',
  },
  'activation-code-expired': {
    message: 'This activation code has expired.',
    next: 'Ask your helpdesk for a new one.',
  },
  'activation-code-used': {
    message: 'This activation code was already used: its passkey exists.',
    next: 'Try to sign in with your key. If that does not work, ask your helpdesk for a new code.',
  },
  'activation-code-withdrawn': {
    message: 'This activation code is no longer valid. There may be a newer one.',
    next: 'Ask your helpdesk for a new one.',
  },
  'activation-code-not-found': {
    message: 'There is no such open activation code.',
    next: 'Check the list: it may have been used or withdrawn.',
    command: 'It may have been used or withdrawn. List the codes: keydesk activation list.',
  },
  'activation-throttled': {
    message: 'Too many wrong codes were entered at this station.',
    next: '{minutes, select, null {Wait 10 minutes, then try again.} other {{minutes, plural, one {Wait # minute, then try again.} other {Wait # minutes, then try again.}}}}',
  },
  'activation-sitting-over': {
    message: 'That took too long, so Keydesk no longer knows who you are.',
    next: 'Start again.',
  },
  'activation-running': {
    message: 'Your key is already being activated.',
    next: 'Finish it, or cancel it first.',
  },
  'pin-unchanged': {
    message: 'This is already the PIN of the key.',
    next: 'Choose another PIN that only you know.',
  },
  'station-locked': {
    message: 'This station is only for activating keys.',
    next: 'Unlock it with: keydesk station unlock (on this computer).',
  },
} as const;

export const activationAdvice = {
  claim:
    'Add the optional claim auth_time to the ID token: App registrations in the Entra admin center, Token configuration, Add optional claim, ID, auth_time.',
} as const;
