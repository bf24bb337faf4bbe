import type { ErrorCode } from '../../../../contract/errors.ts';
import { weakPinWords } from '../../../../contract/pinErrorWords.ts';
import { type Say, words } from '../../../../contract/wording.ts';

const HELPDESK = 'Ask your helpdesk.';
const NEW_CODE = 'Ask your helpdesk for a new one.';
const AGAIN = 'Try again. If it happens again, ask your helpdesk.';
const OTHER_KEY = 'Use another key. If you have none, ask your helpdesk.';
const REPLUG = 'Take it out and plug it in again. If it happens again, ask your helpdesk for another key.';

const errors = {
  'activation-code-wrong': words(
    'This user name and this activation code do not work together, or the code is no longer valid.',
    'Check both. After five wrong tries a code is blocked: then ask your helpdesk for a new one.',
  ),
  'activation-code-expired': words('Your activation code has expired.', NEW_CODE),
  'activation-code-used': words(
    'This activation code was used already: its passkey is made.',
    'Try to sign in with your key. If that does not work, ask your helpdesk for a new code.',
  ),
  'activation-code-withdrawn': words('Your activation code is no longer valid.', NEW_CODE),
  'activation-throttled': p => ({
    message: 'Too many codes were tried at this station.',
    next: `Wait ${p.minutes === 1 ? 'a minute' : `${p.minutes ?? 10} minutes`}, then try again.`,
  }),
  'activation-running': words(
    'Your key is being activated already.',
    'Go on where you began, or cancel it there; then start again.',
  ),
  'activation-sitting-over': words('That took too long, so Keydesk no longer knows who you are.', 'Start again.'),
  'activation-sign-in-invalid': words('That sign-in does not prove who you are.', AGAIN),
  'activation-sign-in-old': words(
    'The browser used an earlier sign-in instead of asking you.',
    'Sign in again, and enter your password.',
  ),
  'activation-sign-in-untimed': words(
    'You cannot sign in with your account at this station.',
    'Ask your helpdesk for an activation code.',
  ),
  'activation-sign-in-unavailable': words(
    'You cannot sign in with your account at this station.',
    'Ask your helpdesk for an activation code.',
  ),
  'sign-in-declined': words('The sign-in was canceled.', 'Sign in again.'),
  'sign-in-timeout': words('You did not sign in in time.', 'Sign in again.'),
  'sign-in-refused': words('Microsoft did not let you sign in.', HELPDESK),
  'mfa-required': words('Microsoft asks for a second proof that it is you.', 'Sign in again and confirm it.'),
  'browser-unavailable': words('No browser window could be opened.', HELPDESK),
  'login-unreachable': words('The sign-in of Microsoft cannot be reached.', AGAIN),
  'login-untrusted': words('The connection to Microsoft is not safe. Nothing was sent.', HELPDESK),
  'clock-skewed': words('The clock of this computer is wrong.', HELPDESK),
  'user-not-found': words('Your account cannot be found.', HELPDESK),
  'user-is-disabled': words('Your account is disabled.', HELPDESK),
  'user-is-guest': words('Guests cannot activate a key here.', HELPDESK),
  'user-reassigned': words('Your account has changed.', HELPDESK),
  'user-renamed': words('Your account has changed.', HELPDESK),
  'pin-wrong': p => ({
    message: `The PIN is wrong.${typeof p.retries === 'number' ? (p.retries === 1 ? ' One attempt is left.' : ` ${p.retries} attempts are left.`) : ''}`,
    next: 'Check the PIN and enter it again.',
  }),
  'pin-soft-blocked': words('Too many wrong PINs in a row: the key pauses.', 'Then enter the right PIN.'),
  'pin-blocked': words(
    'The PIN of this key is blocked: no attempts are left.',
    'Take the key to your helpdesk. They can prepare it again, or give you another one.',
  ),
  'pin-breaks-rule': p => ({
    message: p.rule === 'weak' ? weakPinWords(p.weakness) : 'The key does not take this PIN.',
    next: 'Choose another one that keeps to the rules.',
  }),
  'pin-unchanged': words('That is the PIN that came with the key.', 'Choose another one, which you alone know.'),
  'pin-change-required': words('The key asks for another PIN.', 'Choose a new one.'),
  'pin-length-refused': words('The key does not take a PIN of this length.', 'Choose a longer one.'),
  'fingerprint-blocked': words('Too many wrong fingerprints: the key pauses.', REPLUG),
  'touch-timeout': words('The key was not touched in time.', 'Touch it when it blinks.'),
  'touch-denied': words('The key did not take the touch.', 'Touch it when it blinks.'),
  'key-belongs-to-another': words('This key cannot be used for you.', OTHER_KEY),
  'key-reported-lost': words('This key was reported lost.', 'Take it to your helpdesk, or use another key.'),
  'key-retired': words('This key is no longer in use.', OTHER_KEY),
  'key-full': words('There is no room left on this key.', OTHER_KEY),
  'key-not-fido2': words('This device is not a FIDO2 security key.', OTHER_KEY),
  'key-lacks-capability': words('This key cannot hold a passkey of Microsoft.', OTHER_KEY),
  'key-model-refused': words('Your organization does not use this model of key.', OTHER_KEY),
  'key-access-denied': words('This computer may not use the key.', HELPDESK),
  'key-busy': words('Another program is using the key.', 'Close browser windows that ask for the key.'),
  'key-in-use': words('The key is being used already.', 'Wait a moment.'),
  'key-changed': words('Another key was plugged in.', 'Leave only your own key plugged in.'),
  'key-silent': words('The key does not answer.', REPLUG),
  'key-reply-damaged': words('The key gave an answer that cannot be used.', REPLUG),
  'key-wrong-channel': words('The key gave an answer that cannot be used.', REPLUG),
  'key-status': words('The key refused.', REPLUG),
  'key-removed': words('The key was taken out too early.', 'Plug it in again.'),
  'usb-unavailable': words('This computer cannot use security keys.', HELPDESK),
  'credential-excluded': words(
    'You already have a passkey on this key.',
    'Try to sign in with it, or use another key.',
  ),
  'credential-invalid': words('The key made a passkey that cannot be used.', OTHER_KEY),
  'attestation-invalid': words('This key cannot prove its make.', OTHER_KEY),
  'attestation-untrusted': words('This key cannot prove its make.', OTHER_KEY),
  'attestation-expired': words('This key cannot prove its make.', OTHER_KEY),
  'attestation-unproven': words('This key cannot prove its make.', OTHER_KEY),
  'attestation-refused': words('Microsoft does not accept this model of key.', OTHER_KEY),
  'aaguid-refused': words('Microsoft does not accept this model of key.', OTHER_KEY),
  'proof-failed': words('The new passkey did not work when it was tried.', HELPDESK),
  'policy-model-not-allowed': words('Your organization does not allow this model of key.', OTHER_KEY),
  'policy-attestation-required': words('Your organization does not allow this model of key.', OTHER_KEY),
  'policy-user-not-targeted': words('Your organization has not allowed passkeys for you yet.', HELPDESK),
  'policy-user-excluded': words('Your organization has not allowed passkeys for you.', HELPDESK),
  'policy-type-not-allowed': words('Your organization does not allow passkeys on security keys.', HELPDESK),
  'policy-method-disabled': words('Your organization does not use passkeys.', HELPDESK),
  'policy-self-service-off': words('Your organization does not allow this yet.', HELPDESK),
  'challenge-expired': words('That took too long.', 'Start again.'),
  'not-connected': words('This station is not connected yet.', HELPDESK),
  'graph-unreachable': words('Microsoft cannot be reached.', AGAIN),
  'graph-timeout': words('Microsoft did not answer in time.', AGAIN),
  'graph-unavailable': words('Microsoft is overloaded at the moment.', AGAIN),
  'graph-throttled': words('Microsoft is overloaded at the moment.', AGAIN),
  'graph-forbidden': words('This station may not register your passkey.', HELPDESK),
  'graph-unauthorized': words('This station is not signed in.', HELPDESK),
  'sign-in-needed': words('This station is not signed in.', HELPDESK),
  'sign-in-expired': words('This station is not signed in.', HELPDESK),
  'sign-in-ended': words('This station is not signed in.', HELPDESK),
  'secret-unsealable': words('This station is not signed in.', HELPDESK),
  'secrets-unreadable': words('This station is not signed in.', HELPDESK),
  'station-locked': words('That cannot be done at this station.', HELPDESK),
  cancelled: words('Canceled.', 'Start again whenever you like.'),
  unauthorized: words('This window does not belong to Keydesk.', HELPDESK),
  'keydesk-ended': words('Keydesk has ended.', 'Ask your helpdesk to start it again.'),
  'keydesk-replaced': words(
    'Keydesk has ended, and another program answers in its place.',
    `Do not type a PIN here. ${HELPDESK}`,
  ),
  internal: words('Something went wrong in Keydesk.', AGAIN),
} satisfies Partial<Record<ErrorCode, Say>>;

/** What users read when something goes wrong. Every language has words for the same codes. */
export const enErrors: Record<keyof typeof errors, Say> = errors;
