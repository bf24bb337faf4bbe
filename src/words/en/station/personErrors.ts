/** Errors for users at a station: proving who the user is. */
export const errorsOfPerson = {
  'activation-code-wrong': {
    message: 'This user name and this activation code do not match, or the code is no longer valid.',
    next: 'Check both. After five wrong attempts a code is blocked: then ask your helpdesk for a new one.',
  },
  'activation-code-expired': {
    message: 'Your activation code has expired.',
    next: 'Ask your helpdesk for a new one.',
  },
  'activation-code-used': {
    message: 'This activation code was already used: its passkey exists.',
    next: 'Try to sign in with your key. If that does not work, ask your helpdesk for a new code.',
  },
  'activation-code-withdrawn': {
    message: 'Your activation code is no longer valid.',
    next: 'Ask your helpdesk for a new one.',
  },
  'activation-throttled': {
    message: 'Too many codes were tried at this station.',
    next: '{minutes, select, null {Wait 10 minutes, then try again.} other {{minutes, plural, one {Wait # minute, then try again.} other {Wait # minutes, then try again.}}}}',
  },
  'activation-running': {
    message: 'Your key is already being activated.',
    next: 'Continue where you started, or cancel it there; then start again.',
  },
  'activation-sitting-over': {
    message: 'That took too long, so Keydesk no longer knows who you are.',
    next: 'Start again.',
  },
  'activation-sign-in-invalid': {
    message: 'This sign-in does not prove who you are.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  'activation-sign-in-old': {
    message: 'The browser used an earlier sign-in instead of asking you.',
    next: 'Sign in again, and enter your password.',
  },
  noSignIn: {
    message: 'You cannot sign in with your account at this station.',
    next: 'Ask your helpdesk for an activation code.',
  },
  'sign-in-declined': { message: 'The sign-in was canceled.', next: 'Sign in again.' },
  'sign-in-timeout': { message: 'You did not sign in in time.', next: 'Sign in again.' },
  'sign-in-refused': { message: 'Microsoft did not let you sign in.', next: 'Ask your helpdesk.' },
  'mfa-required': {
    message: 'Microsoft asks for a second proof that it is you.',
    next: 'Sign in again and confirm it.',
  },
  'browser-unavailable': { message: 'No browser window could be opened.', next: 'Ask your helpdesk.' },
  'user-not-found': { message: 'Your account cannot be found.', next: 'Ask your helpdesk.' },
  'user-is-disabled': { message: 'Your account is disabled.', next: 'Ask your helpdesk.' },
  'user-is-guest': { message: 'Guests cannot activate a key here.', next: 'Ask your helpdesk.' },
  userChanged: { message: 'Your account has changed.', next: 'Ask your helpdesk.' },
} as const;
