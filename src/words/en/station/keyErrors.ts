/** Errors for users at a station: the key. */
export const errorsOfKey = {
  'key-belongs-to-another': {
    message: 'This key cannot be used for you.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'key-reported-lost': {
    message: 'This key was reported lost.',
    next: 'Take it to your helpdesk, or use another key.',
  },
  'key-retired': {
    message: 'This key is no longer in use.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'key-full': {
    message: 'There is no space left on this key.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'key-not-fido2': {
    message: 'This device is not a FIDO2 security key.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'key-model-refused': {
    message: 'Your organization does not use this key model.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'key-access-denied': { message: 'This computer is not allowed to use the key.', next: 'Ask your helpdesk.' },
  'key-busy': {
    message: 'Another program is using the key.',
    next: 'Close browser windows that ask for the key.',
  },
  'key-in-use': { message: 'The key is already in use.', next: 'Wait a moment.' },
  'key-changed': { message: 'Another key was plugged in.', next: 'Leave only your own key plugged in.' },
  'key-silent': {
    message: 'The key does not answer.',
    next: 'Remove the key and plug it in again. If it happens again, ask your helpdesk for another key.',
  },
  'key-status': {
    message: 'The key refused the request.',
    next: 'Remove the key and plug it in again. If it happens again, ask your helpdesk for another key.',
  },
  keyAnswer: {
    message: 'The key sent an answer that cannot be used.',
    next: 'Remove the key and plug it in again. If it happens again, ask your helpdesk for another key.',
  },
  severalKeys: { message: 'Several keys are plugged in.', next: 'Leave only your own key plugged in.' },
  noKey: { message: 'No key is plugged in.', next: 'Plug your key in.' },
  keyRemoved: { message: 'The key was removed too early.', next: 'Plug it in again.' },
  'usb-unavailable': { message: 'This computer cannot use security keys.', next: 'Ask your helpdesk.' },
  incapable: {
    message: 'This key cannot hold a passkey for Microsoft.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'credential-excluded': {
    message: 'You already have a passkey on this key.',
    next: 'Try to sign in with it, or use another key.',
  },
  badPasskey: {
    message: 'The key created a passkey that cannot be used.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'proof-failed': {
    message: 'The passkey on this key did not work when it was tried.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  unproven: {
    message: 'This key cannot prove that it is genuine.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
} as const;
