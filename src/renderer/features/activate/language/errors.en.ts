import { weakPinWords } from '../../../../contract/errors/facts.ts';
import type { StationCode } from '../../../../contract/errors/subjects.ts';
import { each } from '../../../../contract/errors/wording.ts';
import { groups } from './groups.ts';
import { type Say, words } from './wording.ts';

const HELPDESK = 'Ask your helpdesk.';
const NEW_CODE = 'Ask your helpdesk for a new one.';
const AGAIN = 'Try again. If it happens again, ask your helpdesk.';
const OTHER_KEY = 'Use another key. If you have none, ask your helpdesk.';
const REPLUG = 'Take it out and plug it in again. If it happens again, ask your helpdesk for another key.';

/** What users read when something goes wrong; the compiler sees to it that no code is left out that can reach a station. */
export const enErrors: Record<StationCode, Say> = {
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
  'user-not-found': words('Your account cannot be found.', HELPDESK),
  'user-is-disabled': words('Your account is disabled.', HELPDESK),
  'user-is-guest': words('Guests cannot activate a key here.', HELPDESK),
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
  'pin-unchanged': words('The key has this PIN already.', 'Choose another one, which you alone know.'),
  'pin-length-refused': words('The key does not take a PIN of this length.', 'Choose a longer one.'),
  'touch-timeout': words('The key was not touched in time.', 'Touch it when it blinks.'),
  'touch-denied': words('The key did not take the touch.', 'Touch it when it blinks.'),
  'key-belongs-to-another': words('This key cannot be used for you.', OTHER_KEY),
  'key-reported-lost': words('This key was reported lost.', 'Take it to your helpdesk, or use another key.'),
  'key-retired': words('This key is no longer in use.', OTHER_KEY),
  'key-full': words('There is no room left on this key.', OTHER_KEY),
  'key-not-fido2': words('This device is not a FIDO2 security key.', OTHER_KEY),
  'key-model-refused': words('Your organization does not use this model of key.', OTHER_KEY),
  'key-access-denied': words('This computer may not use the key.', HELPDESK),
  'key-busy': words('Another program is using the key.', 'Close browser windows that ask for the key.'),
  'key-in-use': words('The key is being used already.', 'Wait a moment.'),
  'key-changed': words('Another key was plugged in.', 'Leave only your own key plugged in.'),
  'key-silent': words('The key does not answer.', REPLUG),
  'key-status': words('The key refused.', REPLUG),
  'credential-excluded': words(
    'You already have a passkey on this key.',
    'Try to sign in with it, or use another key.',
  ),
  'credential-invalid': words('The key made a passkey that cannot be used.', OTHER_KEY),
  'proof-failed': words('The passkey on this key did not work when it was tried.', OTHER_KEY),
  'policy-user-not-targeted': words('Your organization has not allowed passkeys for you yet.', HELPDESK),
  'policy-user-excluded': words('Your organization has not allowed passkeys for you.', HELPDESK),
  'challenge-expired': words('That took too long.', 'Start again.'),
  cancelled: words('Canceled.', 'Start again whenever you like.'),
  unauthorized: words('This window does not belong to Keydesk.', HELPDESK),
  'keydesk-ended': words('Keydesk has ended.', 'Ask your helpdesk to start it again.'),
  'connection-lost': words(
    'Keydesk was closed, or the connection to it was lost.',
    'Start again. If that is not possible, ask your helpdesk to start Keydesk again.',
  ),
  'keydesk-replaced': words(
    'Keydesk has ended, and another program answers in its place.',
    `Do not type a PIN here. ${HELPDESK}`,
  ),
  internal: words('Something went wrong in Keydesk.', AGAIN),
  ...each(['user-reassigned', 'user-renamed'], words('Your account has changed.', HELPDESK)),
  ...each(groups.pinChanged, words('The PIN of this key has changed meanwhile.', REPLUG)),
  'pin-change-required': words('The key asks for another PIN.', 'Choose a new one.'),
  'fingerprint-required': words('This key works with a fingerprint only, and it cannot be set up here.', OTHER_KEY),
  'fingerprint-failed': words('The key did not recognize the finger.', 'Try again with a clean, dry finger.'),
  'fingerprint-blocked': words('Too many wrong fingerprints: the key pauses.', REPLUG),
  'fingerprints-full': words('There is no room left for a fingerprint on this key.', OTHER_KEY),
  ...each(groups.incapable, words('This key cannot hold a passkey of Microsoft.', OTHER_KEY)),
  ...each(['key-reply-damaged', 'key-wrong-channel'], words('The key gave an answer that cannot be used.', REPLUG)),
  ...each(
    ['several-keys', 'key-not-by-touch'],
    words('Several keys are plugged in.', 'Leave only your own key plugged in.'),
  ),
  ...each(['no-key', 'key-not-found'], words('No key is plugged in.', 'Plug your key in.')),
  ...each(['key-removed', 'key-host-crashed'], words('The key was taken out too early.', 'Plug it in again.')),
  'usb-unavailable': words('This computer cannot use security keys.', HELPDESK),
  ...each(
    ['wrong-rp-id-hash', 'credential-not-found'],
    words('The key made a passkey that cannot be used.', OTHER_KEY),
  ),
  ...each(groups.unproven, words('This key cannot prove its make.', OTHER_KEY)),
  ...each(['attestation-refused', 'aaguid-refused'], words('Microsoft does not accept this model of key.', OTHER_KEY)),
  ...each(
    ['policy-model-not-allowed', 'policy-attestation-required'],
    words('Your organization does not allow this model of key.', OTHER_KEY),
  ),
  'policy-type-not-allowed': words('Your organization does not allow passkeys on security keys.', HELPDESK),
  'policy-method-disabled': words('Your organization does not use passkeys.', HELPDESK),
  'policy-self-service-off': words('Your organization does not allow this yet.', HELPDESK),
  ...each(groups.policyUnknown, words('This station cannot see whether your organization allows this key.', HELPDESK)),
  ...each(groups.unreachable, words('Microsoft cannot be reached.', AGAIN)),
  'login-unreachable': words('The sign-in of Microsoft cannot be reached.', AGAIN),
  ...each(
    ['login-untrusted', 'connection-insecure'],
    words('The connection to Microsoft is not safe. Nothing was sent.', HELPDESK),
  ),
  'graph-timeout': words('Microsoft did not answer in time.', AGAIN),
  ...each(['graph-unavailable', 'graph-throttled'], words('Microsoft is overloaded at the moment.', AGAIN)),
  ...each(groups.answerUnusable, words('Microsoft gave an answer that cannot be used.', AGAIN)),
  ...each(groups.notAccepted, words('Microsoft did not accept that.', HELPDESK)),
  'passkey-not-found': words('Your passkey is no longer registered.', HELPDESK),
  'registration-unknown': words(
    'Microsoft did not say whether it registered your passkey.',
    'Try to sign in with your key. If that does not work, ask your helpdesk.',
  ),
  ...each(groups.notAllowed, words('This station may not register your passkey.', HELPDESK)),
  ...each(groups.notSignedIn, words('This station is not signed in.', HELPDESK)),
  ...each(groups.notConnected, words('This station is not connected yet.', HELPDESK)),
  ...each(groups.busy, words('This station is busy with something else.', AGAIN)),
  ...each(['clock-skewed', 'clock-off'], words('The clock of this computer is wrong.', HELPDESK)),
  'station-locked': words('That cannot be done at this station.', HELPDESK),
  ...each(groups.assignedMeanwhile, words('Your helpdesk has just changed what you are to get.', AGAIN)),
  'disk-full': words('The disk of this computer is full.', HELPDESK),
  ...each(groups.storage, words('This station cannot read or save what it needs.', HELPDESK)),
  'invalid-input': words('That entry cannot be used.', 'Check it and try again.'),
};
