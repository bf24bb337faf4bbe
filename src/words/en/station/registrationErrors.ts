/** Errors for users at a station: Microsoft, and the rules of the organization. */
export const errorsOfRegistration = {
  modelNotAccepted: {
    message: 'Microsoft does not accept this key model.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  modelNotAllowed: {
    message: 'Your organization does not allow this key model.',
    next: 'Use another key. If you have none, ask your helpdesk.',
  },
  'policy-user-not-targeted': {
    message: 'Your organization has not allowed passkeys for you yet.',
    next: 'Ask your helpdesk.',
  },
  'policy-user-excluded': {
    message: 'Your organization has not allowed passkeys for you.',
    next: 'Ask your helpdesk.',
  },
  'passkey-unproven': {
    message: 'You already have a passkey on another key. It is not finished yet.',
    next: 'Plug in the key that you used before. If you do not have it, ask your helpdesk.',
  },
  'policy-type-not-allowed': {
    message: 'Your organization does not allow passkeys on security keys.',
    next: 'Ask your helpdesk.',
  },
  'policy-method-disabled': { message: 'Your organization does not use passkeys.', next: 'Ask your helpdesk.' },
  'policy-self-service-off': { message: 'Your organization does not allow this yet.', next: 'Ask your helpdesk.' },
  policyUnknown: {
    message: 'This station cannot see whether your organization allows this key.',
    next: 'Ask your helpdesk.',
  },
  unreachable: {
    message: 'Microsoft cannot be reached.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  'login-unreachable': {
    message: 'The Microsoft sign-in cannot be reached.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  unsafe: { message: 'The connection to Microsoft is not secure. Nothing was sent.', next: 'Ask your helpdesk.' },
  'graph-timeout': {
    message: 'Microsoft did not answer in time.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  overloaded: {
    message: 'Microsoft is overloaded at the moment.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  answerUnusable: {
    message: 'Microsoft sent an answer that cannot be used.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  notAccepted: { message: 'Microsoft did not accept the request.', next: 'Ask your helpdesk.' },
  'passkey-not-found': { message: 'Your passkey is no longer registered.', next: 'Ask your helpdesk.' },
  'registration-unknown': {
    message: 'Microsoft did not say whether it registered your passkey.',
    next: 'Try to sign in with your key. If that does not work, ask your helpdesk.',
  },
  notAllowed: { message: 'This station is not allowed to register your passkey.', next: 'Ask your helpdesk.' },
} as const;
