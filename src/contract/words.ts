import { activationWords } from './activationWords.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { signInWords } from './signInWords.ts';
import { webhookWords } from './webhookWords.ts';
import { quote, type Say, type Words, words } from './wording.ts';
import { workflowErrorWords } from './workflowWords.ts';

const RETRY_LATER = 'Wait a little, then try again.';
const CHECK_NETWORK = 'Check the network and the connection under Settings, then try again.';
const INVESTIGATE =
  'Copy the data folder before anything else is done with it, compare it with earlier exports and backups, and find out who could write to it.';
const REPLUG = 'Take the key out, plug it in again and try once more.';

const POLICY_PLACE = 'Authentication methods, Passkey (FIDO2), in the Entra admin centre';

/** The one place where words are made from codes. Every code has its words; the type sees to it. */
const book: Record<ErrorCode, Say> = {
  usage: p => ({
    message: `${p.detail ?? 'The command is not complete.'}`,
    next: 'Run keydesk --help to see how it goes.',
  }),
  'invalid-input': p => ({
    message: p.detail ? `That input cannot be used: ${p.detail}.` : 'That input cannot be used.',
    next: 'Correct it and try again.',
  }),
  unauthorized: words('This window is not allowed to talk to Keydesk.', 'Close it and open Keydesk again.'),
  cancelled: words('Cancelled.', 'Start again whenever you like.'),
  internal: words(
    'Keydesk ran into an error of its own.',
    'Try again; if it stays, send the details below to your Keydesk contact.',
  ),

  'assignment-exists': p => ({
    message: `${quote(p.user)} has a passkey assigned already${p.purpose ? ` (${p.purpose}: ${p.state})` : ''}.`,
    next: 'Look at the Passkeys tab of the user: cancel or revoke what is there first.',
  }),
  'assignment-not-found': words('There is no such assignment in this tenant.', 'Refresh the list.'),
  'assignment-changed': p => ({
    message: `This assignment is ${p.state ?? 'in another state'} by now, and that cannot be done with it.`,
    next: 'Refresh the list, and look at what has changed.',
  }),
  'key-belongs-to-another': p => ({
    message: `This key${p.serial ? ` (${p.serial})` : ''} holds the passkey of ${quote(p.owner)}. Nothing was written to it.`,
    next: `Use another key. To give this one away, delete the passkey of ${quote(p.owner)} first, or reset the key.`,
  }),
  'key-reported-lost': p => ({
    message: `This key${p.serial ? ` (${p.serial})` : ''}${p.owner ? ` of ${quote(p.owner)}` : ''} was reported lost. Nothing was written to it.`,
    next: 'Reset it (Security keys -> Reset); after that it can be used again.',
  }),
  'key-retired': p => ({
    message: `This key${p.serial ? ` (${p.serial})` : ''} was retired. Nothing was written to it.`,
    next: 'Use another key, or put this one back into use under Security keys -> Inventory.',
  }),
  'inventory-key-not-found': words('There is no such key in the inventory.', 'Refresh the list.'),
  'inventory-key-unnamed': words(
    'That line of the inventory stands for all blank keys of a model, which cannot be told apart.',
    'Choose the line of one key.',
  ),

  'user-not-found': p => ({
    message: `There is no user ${quote(p.user)} that this connection can see.`,
    next: 'Check the spelling. A user outside the administrative unit of this connection cannot be seen either.',
  }),
  'user-is-guest': p => ({
    message: `${quote(p.user)} is a guest. Microsoft Entra ID does not let guests hold passkeys of this tenant.`,
    next: "Enrol the key in the guest's home tenant.",
  }),
  'user-is-disabled': p => ({
    message: `The account ${quote(p.user)} is disabled.`,
    next: 'Enable the account in Microsoft Entra ID first.',
  }),

  'no-key': words('No security key is plugged in.', 'Plug one in.'),
  'several-keys': p => ({
    message: `${p.count ?? 'Several'} security keys are plugged in.`,
    next: 'Choose which one to use (--key on the command line), or leave only one plugged in.',
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
  'key-silent': words('The security key does not answer.', REPLUG),
  'key-removed': words('The security key was taken out.', 'Plug it in again and start over; nothing was lost.'),
  'key-host-crashed': words(
    'The part of Keydesk that talks to security keys stopped and was started again.',
    'Try again. If it happens with one key only, use another key.',
  ),
  'key-full': words(
    'The security key has no room for another passkey.',
    'Delete a passkey it no longer needs, or use another key.',
  ),
  'key-lacks-capability': p => ({
    message: `This security key cannot do what is needed${p.what ? `: ${p.what}` : ''}.`,
    next: 'Use a key that holds passkeys (FIDO2 with resident credentials and a PIN).',
  }),
  'key-model-refused': p => ({
    message: `The FIDO Alliance warns of this model${p.model ? `, ${quote(p.model)}` : ''}${p.status ? `: ${p.status}` : ''}.`,
    next: 'Use another model. Nothing was written to this key.',
  }),
  'key-reply-damaged': words('The security key sent an answer that makes no sense.', REPLUG),
  'key-wrong-channel': words('The security key answered somebody else’s question.', REPLUG),
  'key-status': p => ({ message: `The security key refused${p.status ? ` with ${p.status}` : ''}.`, next: REPLUG }),

  'pin-required': words(
    'This security key needs its PIN.',
    'Enter the PIN of the key (--pin-stdin on the command line).',
  ),
  'pin-wrong': p => ({
    message: `The PIN is wrong. ${attempts(p.retries)}`,
    next: 'Check the PIN and enter it again.',
  }),
  'pin-soft-blocked': p => ({
    message: `Too many wrong PINs in a row; the key has paused. ${attempts(p.retries)}`,
    next: 'Take the key out, plug it in again, then enter the right PIN.',
  }),
  'pin-blocked': words(
    'The PIN of this security key is blocked for good: no attempts are left.',
    'Only a factory reset makes the key usable again; it erases every passkey on the key.',
  ),
  'pin-breaks-rule': p => ({ message: pinRule(p), next: 'Choose another PIN that keeps to the rules.' }),
  'pin-change-required': words(
    'The security key asks for its PIN to be changed before it does anything else.',
    'Change the PIN of the key, then try again.',
  ),

  'pin-not-set': words('This security key has no PIN yet.', 'Set one first (keydesk keys pin set), then try again.'),
  'pin-already-set': words('This security key has a PIN already.', 'Change it instead (keydesk keys pin change).'),

  'fingerprint-failed': words(
    'The key did not recognise the finger.',
    'Try again with a clean, dry finger, or use the PIN.',
  ),
  'fingerprint-blocked': words(
    'Too many fingers in a row were not recognised; the key takes none for now.',
    'Use the PIN of the key; after that it takes fingers again.',
  ),
  'fingerprints-full': words(
    'The security key has no room for another fingerprint.',
    'Remove one it no longer needs, then try again.',
  ),
  'credential-not-found': words('This passkey is not on the key.', 'List the passkeys of the key again.'),
  'reset-other-key': words(
    'Another security key was plugged in than the one that was taken out. Nothing was erased.',
    'Take it out and start the reset again with the right key.',
  ),
  'reset-too-late': words(
    'The key takes a reset only within ten seconds of being plugged in. Nothing was erased.',
    'Start again, and touch the key as soon as it is plugged in.',
  ),
  'reset-not-confirmed': p => ({
    message: 'The name does not match, so nothing was erased.',
    next: `Confirm with the name of the key: ${quote(p.name)} (--confirm on the command line).`,
  }),

  'credential-excluded': p => ({
    message: `This key already holds a passkey of ${quote(p.user)}.`,
    next: 'Use another key, or delete the existing passkey first.',
  }),
  'touch-timeout': words('Nobody touched the key in time.', 'Start again and touch the key when it blinks.'),
  'touch-denied': words('The request was turned down at the key.', 'Start again and touch the key to agree.'),
  'wrong-rp-id-hash': words(
    'The key made a passkey for another website than the one asked for.',
    'It was not registered. Do not hand this key out; use another one.',
  ),
  'attestation-invalid': p => ({
    message: `The key could not prove its make${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'It was not registered. Do not hand this key out; use another one.',
  }),
  'attestation-untrusted': p => ({
    message: `The key says that it is ${quote(p.model)}, but its proof comes from another maker.`,
    next: 'It was not registered. Do not hand this key out; use another one.',
  }),
  'credential-invalid': p => ({
    message: `The passkey the key made is not sound${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'It was not registered. Try once more; if it stays, use another key.',
  }),
  'proof-failed': p => ({
    message: `The passkey is registered, but the key did not prove that it signs in${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Delete the passkey on the Passkeys tab and enrol the key again.',
  }),

  'not-connected': words(
    'No Microsoft Entra ID tenant is connected.',
    'Connect one under Settings, or start in practice mode (--practice).',
  ),
  'connection-insecure': p => ({
    message: `${quote(p.url)} is not a safe address: only https is, and plain http or a fixed token are for this computer alone.`,
    next: 'Use the https address of Microsoft Graph.',
  }),
  ...signInWords,
  'graph-unreachable': words('Microsoft Graph cannot be reached.', CHECK_NETWORK),
  'graph-timeout': words('Microsoft Graph did not answer in time.', RETRY_LATER),
  'graph-unauthorized': words('Microsoft Graph no longer accepts this sign-in.', 'Sign in again under Settings.'),
  'graph-forbidden': p =>
    graphSaid(
      'This sign-in may not do that.',
      'Grant UserAuthMethod-Passkey.ReadWrite.All and the role Authentication Administrator (Privileged Authentication Administrator for admins), then try again.',
      p,
    ),
  'graph-not-found': p =>
    graphSaid('Microsoft Graph does not know what was asked for.', 'Check that it still exists, then try again.', p),
  'graph-method-not-allowed': p =>
    graphSaid(
      'Microsoft Graph does not allow this kind of request here.',
      'Register keys on behalf of a user, not for yourself, and check the Graph version under Settings.',
      p,
    ),
  'graph-conflict': p =>
    graphSaid(
      'Microsoft Graph reports a conflict.',
      'Look at the Passkeys tab: the passkey may be registered already.',
      p,
    ),
  'graph-throttled': words('Microsoft Graph asks for a pause: too many requests.', 'Wait a minute, then try again.'),
  'graph-unavailable': p => graphSaid('Microsoft Graph has a problem at the moment.', RETRY_LATER, p),
  'graph-malformed': words('The answer is not one that Microsoft Graph gives.', CHECK_NETWORK),
  'graph-delta-expired': words(
    'Microsoft Entra ID no longer knows what was imported last time.',
    'Import everything anew; nothing that is here gets lost.',
  ),
  'graph-refused': p =>
    graphSaid('Microsoft Graph refused the request.', 'Read its message, mend the cause and try again.', p),
  'challenge-expired': words('The time to register this passkey ran out.', 'Start again; it takes one more touch.'),
  'aaguid-refused': p =>
    graphSaid(
      'The policy of this tenant does not let this model of key in.',
      'Use another model, or add its AAGUID to the passkey policy in Microsoft Entra ID.',
      p,
    ),
  'attestation-refused': p =>
    graphSaid(
      'This tenant wants proof of the key’s make, and this key’s proof was refused.',
      'Use a key whose model is listed in the FIDO metadata service.',
      p,
    ),
  'passkey-not-found': words('This passkey is no longer registered.', 'Refresh the list.'),

  'policy-method-disabled': words(
    'The passkey (FIDO2) method is switched off in this tenant.',
    `Enable it under ${POLICY_PLACE}.`,
  ),
  'policy-self-service-off': words(
    'The passkey policy does not allow self-service set-up, and without it Microsoft Graph v1.0 registers no keys.',
    `Allow self-service set-up under ${POLICY_PLACE}, or set the Graph version to beta under Settings.`,
  ),
  'policy-user-excluded': p => ({
    message: `${quote(p.user) || 'The user'} is in a group that is excluded from passkeys${p.group ? ` (${p.group})` : ''}.`,
    next: `Take the user out of that group, or the group out of the exclusions under ${POLICY_PLACE}. It can take 10 minutes to act.`,
  }),
  'policy-user-not-targeted': p => ({
    message: `${quote(p.user) || 'The user'} is in none of the groups that may have passkeys.`,
    next: `Add the user to one of them, or target all users under ${POLICY_PLACE}. It can take 10 minutes to act.`,
  }),
  'policy-type-not-allowed': p => ({
    message: `The passkey profile ${quote(p.profile)} does not allow device-bound passkeys, and those are what a security key holds.`,
    next: `Allow device-bound passkeys in a profile of this user under ${POLICY_PLACE}.`,
  }),
  'policy-model-not-allowed': p => ({
    message: `The passkey profile ${quote(p.profile)} ${p.list === 'block' ? 'blocks' : 'does not allow'} this model of key${p.model ? `, ${quote(p.model)}` : ''} (AAGUID ${p.aaguid ?? ''}).`,
    next: `Use an allowed model, or ${p.list === 'block' ? 'take its AAGUID off the list' : 'add its AAGUID'} under ${POLICY_PLACE}. It can take 10 minutes to act.`,
  }),
  'policy-attestation-required': p => ({
    message: `The passkey profile ${quote(p.profile)} wants proof of the key’s make, and this key ${attestationGap(p.gap)}.`,
    next: `Use a model that the FIDO Alliance certified, or switch attestation off in the profile under ${POLICY_PLACE}.`,
  }),
  'policy-unreadable': p =>
    graphSaid(
      'The passkey policy of the tenant cannot be read, so nobody can tell beforehand whether it lets this key in.',
      'Grant Policy.Read.AuthenticationMethod (or Policy.Read.All) to have it checked. The enrolment itself goes on.',
      p,
    ),
  'policy-not-understood': p => ({
    message: `The passkey policy of the tenant says something that this Keydesk does not know${p.what ? `: ${p.what}` : ''}.`,
    next: 'The registration will show whether it lets this key in. Update Keydesk if there is a newer one.',
  }),

  'metadata-unreachable': p => ({
    message: `The list of key models cannot be read from ${quote(p.source)}.`,
    next: 'Check the network or the name of the file, then try again. The list of before stays in use.',
  }),
  'metadata-damaged': words(
    'That is no list of key models, or a damaged one.',
    'Download it again from the FIDO Metadata Service. The list of before stays in use.',
  ),
  'metadata-untrusted': p => ({
    message: `The list of key models is not to be trusted${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Download it again from the FIDO Metadata Service, or name its root. The list of before stays in use.',
  }),
  'metadata-older': p => ({
    message: `That list of key models is older than the one in use${p.known ? `: number ${p.no} and number ${p.known}` : ''}.`,
    next: 'Download the newest one. The list of before stays in use.',
  }),

  'activity-altered': p => ({
    message: `Entry ${p.seq ?? ''} of the activity log is not as it was written.`,
    next: INVESTIGATE,
  }),
  'activity-removed': p => ({
    message: `Entry ${p.seq ?? ''} of the activity log was removed.`,
    next: INVESTIGATE,
  }),
  'activity-reordered': p => ({
    message: `Entry ${p.seq ?? ''} of the activity log is not in its place${p.found ? `: entry ${p.found} belongs there` : ''}.`,
    next: INVESTIGATE,
  }),
  'activity-truncated': p => ({
    message: `The activity log ends too early: entry ${p.seq ?? ''} and what followed it is missing.`,
    next: `A power cut may cost the very last entries. ${INVESTIGATE}`,
  }),
  'activity-head-damaged': words(
    'The record of where the activity log ends (activity-head.json) cannot be read.',
    'The entries themselves are whole. Note the head that is shown, then delete the file; Keydesk writes it anew.',
  ),

  ...webhookWords,
  ...workflowErrorWords,
  ...activationWords,

  'data-folder-unwritable': p => ({
    message: `Keydesk cannot write to its data folder ${quote(p.folder)}.`,
    next: 'Give yourself write access to the folder and free disk space, or choose another one with --data.',
  }),
  'database-damaged': p => ({
    message: `The database ${quote(p.file)} is damaged.`,
    next: 'Nothing was changed. Restore the file from a backup, or move it away to start with an empty one.',
  }),
  'database-newer': p => ({
    message: `The database ${quote(p.file)} was written by a newer Keydesk.`,
    next: 'Update Keydesk on this computer.',
  }),
  'disk-full': p => ({
    message: `The disk could not take what was to be written to ${quote(p.file)}.`,
    next: 'Make room on the disk, then try again; what was written before is still there.',
  }),
  'import-running': words(
    'Another Keydesk is importing into this data folder right now.',
    'Wait until it is done; its result shows here too.',
  ),
  'settings-damaged': p => ({
    message: `The settings file ${quote(p.file)} cannot be read.`,
    next: 'Correct it, or move it away to start with the defaults.',
  }),
};

/** The words of a failure. `params` are the failure's own facts. */
export function wordsFor(failure: { code: ErrorCode; params: ErrorParams }): Words {
  return book[failure.code](failure.params);
}

function attempts(retries: ErrorParams[string] | undefined): string {
  if (typeof retries !== 'number') return '';
  return retries === 1 ? 'One attempt is left.' : `${retries} attempts are left.`;
}

function pinRule(params: ErrorParams): string {
  switch (params.rule) {
    case 'too-short':
      return `The PIN is too short: this key wants at least ${params.minLength} characters.`;
    case 'too-long':
      return `The PIN is too long: at most ${params.maxLength} characters and 63 bytes fit.`;
    case 'ends-with-zero':
      return 'A PIN cannot end with a zero byte.';
    default:
      return 'The security key refuses this PIN as too weak.';
  }
}

function attestationGap(gap: ErrorParams[string] | undefined): string {
  switch (gap) {
    case 'unknown-model':
      return 'is of a model that the FIDO metadata service does not list';
    case 'not-certified':
      return 'is of a model without FIDO certification';
    default:
      return 'gives none that Entra accepts (packed)';
  }
}

function graphSaid(message: string, next: string, params: ErrorParams): Words {
  const said = params.graphMessage ? ` It says: “${params.graphMessage}”` : '';
  const request = params.requestId ? ` (request ${params.requestId})` : '';
  return { message: `${message}${said}${request}`, next };
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
