/** Texts for users at an activation station. Users can change nothing in Entra. */
export const station = {
  title: 'Activate my key',
  practice: 'Practice mode',
  language: 'Language',
  toDesk: 'Back to the desk',
  steps: { who: 'Who you are', key: 'Your key', pin: 'Your PIN', touch: 'Touch', done: 'Done' },
  stepState: { done: 'done', current: 'now', waiting: 'later' },
  cancel: 'Cancel',
  startOver: 'Start again',
  details: 'Details for your helpdesk',
  who: 'First, show who you are',
  whoHint: 'Use your account at {tenant}, or the code that your helpdesk gave you.',
  whoHintCode: 'Use the activation code that your helpdesk gave you.',
  signIn: 'Sign in with my account',
  signInHint: 'A browser window opens. Sign in there, then come back here.',
  signInWaiting: 'Sign in in the browser window that has opened …',
  or: 'or',
  userName: 'User name',
  userNameHint: 'As you use it to sign in, for example mia@contoso.com',
  code: 'Activation code',
  useCode: 'Use the code',
  notConnected: 'This station is not connected to a tenant yet. Tell your helpdesk.',
  hello: 'Hello, {name}',
  key: 'Plug in your security key',
  keyHint: 'Put it into a USB port of this computer.',
  keyAgain: 'Plug your security key in again',
  keyAgainHint: 'Keydesk continues where it stopped. Nothing was lost.',
  keySeveral: 'Leave only your own key plugged in',
  keySeveralHint: 'Remove the other security keys.',
  working: 'Keep the key plugged in …',
  choosePin: 'Choose a PIN for your key',
  replacePin: 'Choose a new PIN for your key',
  enterPin: 'Enter the PIN of your key',
  pinHint:
    'You will need it whenever you sign in with this key. Do not share it with anyone. Keydesk does not store it.',
  currentPin: 'Current PIN of the key',
  currentPinHint: 'The PIN that came with the key, or the one that you chose in an earlier attempt.',
  ownPin: 'Your PIN',
  newPin: 'New PIN',
  pinNever: 'Not your birthday, not 1234, and no PIN that you use elsewhere.',
  pinRetries: '{count, plural, one {One attempt is left.} other {# attempts are left.}}',
  continue: 'Continue',
  touch: 'Touch your key now',
  touchHint: 'It blinks. Put a finger on the metal part, or press its button.',
  done: 'Your key is ready',
  doneText: 'Keydesk has just tried it: you can sign in with it.',
  doneNext: {
    choose: 'The next time Microsoft asks you to sign in, choose “Face, fingerprint, PIN or security key”.',
    use: 'Plug the key in, enter your PIN, and touch it.',
    keep: 'Keep the key with you. If you lose it, tell your helpdesk at once.',
  },
  waiting: 'Your key is activated',
  waitingText: 'No passkey has been assigned to you yet. Tell your helpdesk; then come back with this key.',
  finish: 'Finish',
  failed: 'That did not work',
  keyOther: 'Use another security key',
  keyOtherHint: 'Remove this one and plug the other one in. You need not start again.',
  keyReplug: 'Remove the key and plug it in again',
  keyReplugHint: 'Then Keydesk continues. You need not start again.',
  timeLeft: '{minutes, plural, one {You have # minute left.} other {You have # minutes left.}}',
  timeShort: 'You have less than two minutes left.',
} as const;

/** Errors for users: for one code, or for a group of codes with the same text. */
export const stationErrors = {
  other: { message: 'This is not possible at the moment.', next: 'Show your helpdesk the details below.' },
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
  'challenge-expired': { message: 'That took too long.', next: 'Start again.' },
  cancelled: { message: 'Canceled.', next: 'Start again whenever you like.' },
  unauthorized: { message: 'This window does not belong to Keydesk.', next: 'Ask your helpdesk.' },
  'keydesk-ended': { message: 'Keydesk has ended.', next: 'Ask your helpdesk to start it again.' },
  'connection-lost': {
    message: 'Keydesk was closed, or the connection to it was lost.',
    next: 'Start again. If that is not possible, ask your helpdesk to start Keydesk again.',
  },
  'keydesk-replaced': {
    message: 'Keydesk has ended, and another program answers in its place.',
    next: 'Do not type a PIN here. Ask your helpdesk.',
  },
  internal: {
    message: 'Something went wrong in Keydesk.',
    next: 'Try again. If it happens again, ask your helpdesk.',
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
  notSignedIn: { message: 'This station is not signed in.', next: 'Ask your helpdesk.' },
  notConnected: { message: 'This station is not connected yet.', next: 'Ask your helpdesk.' },
  busy: {
    message: 'This station is busy with something else.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  clock: { message: 'The clock of this computer is wrong.', next: 'Ask your helpdesk.' },
  'station-locked': { message: 'That is not possible at this station.', next: 'Ask your helpdesk.' },
  assignedMeanwhile: {
    message: 'Your helpdesk has just changed your assignment.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  'disk-full': { message: 'The disk of this computer is full.', next: 'Ask your helpdesk.' },
  storage: { message: 'This station cannot read or save its data.', next: 'Ask your helpdesk.' },
  'invalid-input': { message: 'This entry cannot be used.', next: 'Check it and try again.' },
} as const;
