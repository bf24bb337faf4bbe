/** Errors of a security key itself. */
export const keyErrors = {
  'no-key': { message: 'No security key is plugged in.', next: 'Plug one in.' },
  'several-keys': {
    message:
      '{count, select, null {Several security keys are plugged in.} other {{count, plural, one {# security key is plugged in.} other {# security keys are plugged in.}}}}',
    next: 'Choose the key to use, or leave only one plugged in.',
    command: 'Choose the key to use: --key NAME, or --key touch and touch it. Or leave only one plugged in.',
  },
  'key-not-found': {
    message: 'The security key “{keyId}” is not plugged in.',
    next: 'Plug it in, or choose one of the keys in the list.',
    command: 'Plug it in, or choose one of the keys that this shows: keydesk keys list.',
  },
  'key-not-fido2': {
    message: 'This device does not support FIDO2.',
    next: 'Use a security key with FIDO2. Older keys with U2F only cannot hold a passkey.',
  },
  'key-access-denied': {
    message: 'The operating system does not allow Keydesk to open this security key.',
    next: '{platform, select, linux {Install the udev rule that comes with Keydesk (70-keydesk.rules), then plug the key in again.} win32 {Start Keydesk as an administrator: Windows does not let other programs use security keys.} other {Allow Keydesk to use input devices in the system settings, then plug the key in again.}}',
  },
  'key-busy': {
    message: 'Another program is using this security key.',
    next: 'Close browsers and other programs that use the key, then try again.',
  },
  'key-in-use': {
    message: 'Another window of Keydesk is using this security key.',
    next: 'Finish or cancel the work in the other window or command of Keydesk. Then try again.',
  },
  'key-changed': {
    message:
      'The security key was removed while Keydesk waited for it, and another key may be in its place. Keydesk changed nothing on that key.',
    next: 'Choose the key again and start over.',
  },
  'usb-unavailable': {
    message: 'Keydesk cannot search for security keys on USB.',
    next: 'Restart the computer. If that does not help, install Keydesk again.',
  },
  'practice-key-damaged': {
    message:
      '{file, select, null {The file of the practice key is damaged.} other {The file of the practice key is damaged: {file}.}}',
    next: 'Move or delete that file and start practice mode again. Keydesk then creates a new practice key.',
  },
  'key-silent': {
    message: 'The security key does not answer.',
    next: 'Remove the key, plug it in again, and try once more.',
  },
  'key-removed': {
    message: 'The security key was removed.',
    next: 'Plug it in again, then try again. Keydesk continues with what is already done.',
  },
  'key-host-crashed': {
    message: 'The part of Keydesk that communicates with security keys stopped and was started again.',
    next: 'Try again. If it happens with one key only, use another key.',
  },
  'key-full': {
    message: 'The security key has no space for another passkey.',
    next: 'Delete a passkey that is no longer needed, or use another key.',
  },
  'key-lacks-capability': {
    message:
      '{what, select, null {{status, select, null {The security key refused a command that Keydesk needs.} other {The security key refused a command that Keydesk needs ({status}).}}} uv {This security key cannot verify its user itself, for example with a fingerprint.} pinUvAuthProtocol {This security key does not support a PIN protocol that Keydesk knows.} perCredMgmtRO {This security key has no read-only access to its list of passkeys.} credMgmt {This security key cannot list its passkeys.} bioEnroll {This security key cannot manage fingerprints.} largeBlobs {This security key cannot store large blobs.} updateUserInformation {This security key cannot change the name of a user.} rk {This security key does not support resident credentials.} clientPin {This security key does not support a PIN.} algorithms {This security key supports none of the requested signature algorithms.} credProtect {This security key does not support credProtect.} authnrCfg {The settings of this security key cannot be changed.} setMinPINLength {This security key cannot change its minimum PIN length.} forcePINChange {This security key cannot require a PIN change.} minPinLength {This security key cannot tell websites its minimum PIN length.} alwaysUv {This security key cannot be set to ask for the PIN or fingerprint at every sign-in.} enterpriseAttestation {This security key does not support enterprise attestation.} resetOverUsb {This security key cannot be reset over USB, and the profile resets it first.} pin {This security key does not accept a PIN of the length in the profile.} minPinLengthValue {This security key does not accept the minimum PIN length of the profile.} other {This security key does not support {what}.}}',
    next: '{what, select, null {Remove the key, plug it in again, and try once more. If it refuses again, use another key.} other {Use a key that supports it. To hold a passkey, a key needs FIDO2 with resident credentials and a PIN.}}',
  },
  'key-cannot-blink': {
    message: 'This security key cannot blink on request.',
    next: 'To find out which key it is, remove the other keys.',
  },
  'key-cannot-list': {
    message: 'This security key does not support the commands that Keydesk uses to list and delete its passkeys.',
    next: 'Creating passkeys and signing in still work. Try the manufacturer’s software, or reset the key to erase everything on it.',
  },
  'key-not-by-touch': {
    message: 'This security key cannot be chosen by touch.',
    next: 'Choose it in the list.',
    command: '{keyId, select, null {Name it: --key NAME.} other {Name it: --key {keyId}.}}',
  },
  'key-model-refused': {
    message:
      '{model, select, null {The FIDO Alliance warns against this model.} other {{status, select, null {The FIDO Alliance warns against this model, “{model}”.} other {The FIDO Alliance warns against this model, “{model}”: {status}.}}}}',
    next: 'Use another model. Nothing was written to this key.',
  },
  'key-reply-damaged': {
    message: 'The security key sent an answer that Keydesk cannot read.',
    next: 'Remove the key, plug it in again, and try once more.',
  },
  'key-wrong-channel': {
    message: 'The security key sent an unexpected answer.',
    next: 'Remove the key, plug it in again, and try once more.',
  },
  'key-status': {
    message:
      '{status, select, null {The security key refused the request.} other {The security key refused the request with {status}.}}',
    next: 'Remove the key, plug it in again, and try once more.',
  },
  'reset-other-key': {
    message: 'A different security key was plugged in than the one that was removed. Nothing was erased.',
    next: 'Remove it and start the reset again with the right key.',
  },
  'reset-too-late': {
    message: 'The key accepts a reset only within ten seconds after it is plugged in. Nothing was erased.',
    next: 'Start again, and touch the key as soon as it is plugged in.',
  },
  'reset-uncertain': {
    message:
      '{reason, select, key_removed {The security key was removed before it confirmed the reset. It may or may not have been erased.} key_host_crashed {The part of Keydesk that communicates with security keys stopped before the key confirmed the reset. The key may or may not have been erased.} other {The security key did not confirm the reset. It may or may not have been erased.}}',
    next: 'Plug the key in and check: an erased key has no PIN and no passkeys. If it still has them, start the reset again. If not, delete the passkey of its user.',
  },
  'reset-not-confirmed': {
    message: 'The name does not match, so nothing was erased.',
    next: 'Type the name of the key: “{name}”.',
    command: 'Confirm with the name of the key: --confirm "{name}".',
  },
  'reset-not-over-usb': {
    message:
      '{transports, select, null {This security key cannot be reset over USB. Nothing was erased.} other {This security key cannot be reset over USB, only over {transports}. Nothing was erased.}}',
    next: 'Reset it with the manufacturer’s software.',
  },
} as const;
