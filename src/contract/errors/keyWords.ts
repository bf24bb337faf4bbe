import type { ErrorCode, ErrorParams } from './errors.ts';
import { quote, type Say, words } from './wording.ts';

const REPLUG = 'Take the key out, plug it in again and try once more.';

/** What can go wrong with a security key itself. */
export const keyErrorWords = {
  'no-key': words('No security key is plugged in.', 'Plug one in.'),
  'several-keys': p => ({
    message: `${p.count ?? 'Several'} security keys are plugged in.`,
    next: 'Choose the key to use, or leave only one plugged in.',
    at: { command: 'Choose the key to use: --key NAME, or --key touch and touch it. Or leave only one plugged in.' },
  }),
  'key-not-found': p => ({
    message: `The security key ${quote(p.keyId)} is not plugged in.`,
    next: 'Plug it in, or choose one of the keys that are listed.',
  }),
  'key-not-fido2': words(
    'This device does not speak FIDO2.',
    'Use a security key with FIDO2; older U2F-only keys cannot hold a passkey.',
  ),
  'key-access-denied': p => ({
    message: 'The operating system does not let Keydesk open this security key.',
    next: openAdvice(p.platform),
  }),
  'key-busy': words(
    'Another program is using this security key.',
    'Close browsers or other key tools that use it, then try again.',
  ),
  'key-in-use': words(
    'Another window of Keydesk is using this security key.',
    'Finish or cancel what that window, or another keydesk command, does with the key. Then try again.',
  ),
  'key-changed': words(
    'The security key was taken out while Keydesk waited for it, and another one may be in its place. Nothing was done with that key.',
    'Choose the key again and start over.',
  ),
  'usb-unavailable': words(
    'Keydesk cannot look for security keys on USB.',
    'Restart the computer. If that does not help, install Keydesk again.',
  ),
  'practice-key-damaged': p => ({
    message: `The file of the practice key is damaged${p.file ? `: ${p.file}` : ''}.`,
    next: 'Move or delete that file and start practice mode again. Keydesk then makes a new practice key.',
  }),
  'key-silent': words('The security key does not answer.', REPLUG),
  'key-removed': words(
    'The security key was taken out.',
    'Plug it in again, then try again. Keydesk goes on from what is done.',
  ),
  'key-host-crashed': words(
    'The part of Keydesk that talks to security keys stopped and was started again.',
    'Try again. If it happens with one key only, use another key.',
  ),
  'key-full': words(
    'The security key has no room for another passkey.',
    'Delete a passkey it no longer needs, or use another key.',
  ),
  'key-lacks-capability': p =>
    p.what
      ? {
          message: `This security key cannot do what is needed: ${lacking[String(p.what)] ?? p.what}.`,
          next: 'Use a key that can. To hold a passkey, a key needs FIDO2 with resident credentials and a PIN.',
        }
      : {
          // The key may well have all of that: it only refused what it was asked.
          message: `The security key refused a command that Keydesk needs${p.status ? ` (${p.status})` : ''}.`,
          next: 'Take the key out, plug it in again and try once more. If it refuses again, use another key.',
        },
  'key-cannot-blink': words(
    'This security key cannot blink on request.',
    'To find out which one it is, take out the other keys.',
  ),
  'key-cannot-list': words(
    'This security key cannot list or delete its passkeys the way Keydesk asks.',
    'New passkeys and sign-ins work all the same. Try the tool of the key’s maker for the list, or reset the key to erase all of it.',
  ),
  'key-not-by-touch': p => ({
    message: 'This security key cannot be chosen by touch.',
    next: 'Choose it in the list.',
    at: { command: `Name it: --key ${p.keyId ?? 'NAME'}.` },
  }),
  'key-model-refused': p => ({
    message: `The FIDO Alliance warns of this model${p.model ? `, ${quote(p.model)}` : ''}${p.status ? `: ${p.status}` : ''}.`,
    next: 'Use another model. Nothing was written to this key.',
  }),
  'key-reply-damaged': words('The security key sent an answer that makes no sense.', REPLUG),
  'key-wrong-channel': words('The security key answered somebody else’s question.', REPLUG),
  'key-status': p => ({ message: `The security key refused${p.status ? ` with ${p.status}` : ''}.`, next: REPLUG }),
  'reset-other-key': words(
    'Another security key was plugged in than the one that was taken out. Nothing was erased.',
    'Take it out and start the reset again with the right key.',
  ),
  'reset-too-late': words(
    'The key takes a reset only within ten seconds of being plugged in. Nothing was erased.',
    'Start again, and touch the key as soon as it is plugged in.',
  ),
  'reset-uncertain': p => ({
    message: `The security key did not confirm the reset${unconfirmed(p.reason)}. It may or may not have been erased.`,
    next: 'Plug it in and look: an erased key has no PIN and no passkeys. If it still has them, start the reset again. If not, delete the passkey of its user.',
  }),
  'reset-not-confirmed': p => ({
    message: 'The name does not match, so nothing was erased.',
    next: `Type the name of the key: ${quote(p.name)}.`,
    at: { command: `Confirm with the name of the key: --confirm ${quote(p.name)}.` },
  }),
  'reset-not-over-usb': p => ({
    message: `This security key cannot be reset over USB${p.transports ? `, only over ${p.transports}` : ''}. Nothing was erased.`,
    next: 'Reset it with the software of its maker.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;

/** What a key does not have, by the name that the CTAP layer has for it. */
const lacking: Readonly<Record<string, string>> = {
  uv: 'to check its user by itself, as with a fingerprint',
  pinUvAuthProtocol: 'a PIN protocol that Keydesk knows',
  perCredMgmtRO: 'to list its passkeys without the right to change them',
  credMgmt: 'to list its passkeys',
  bioEnroll: 'to manage fingerprints',
  largeBlobs: 'to store large blobs',
  updateUserInformation: 'to change the name of a user',
};

/** Why the answer to a reset did not come, by the code of that error. */
function unconfirmed(reason: ErrorParams[string] | undefined): string {
  switch (reason) {
    case 'key-removed':
      return ' before it was taken out';
    case 'key-host-crashed':
      return ', because the part of Keydesk that talks to security keys stopped and was started again';
    default:
      return '';
  }
}

function openAdvice(platform: ErrorParams[string] | undefined): string {
  switch (platform) {
    case 'linux':
      return 'Install the udev rule that comes with Keydesk (70-keydesk.rules), then plug the key in again.';
    case 'win32':
      return 'Start Keydesk as an administrator: Windows keeps security keys from other programs.';
    default:
      return 'Allow Keydesk to use input devices in the system settings, then plug the key in again.';
  }
}
