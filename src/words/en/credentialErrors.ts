/** Errors of creating, registering and proving a passkey. */
export const credentialErrors = {
  'credential-not-found': {
    message: 'This passkey is not on the key.',
    next: 'List the passkeys of the key again.',
    command: 'List the passkeys of the key again: keydesk keys credentials list.',
  },
  'credential-excluded': {
    message: 'This key already holds a passkey of “{user}”.',
    next: 'Use another key, or delete the existing passkey first.',
  },
  'registration-unknown': {
    message: 'Microsoft Entra ID did not say whether it registered this passkey.',
    next: 'The passkey stays on the key. Keydesk checks again automatically. See Unfinished enrollments to finish it now.',
    command:
      'The passkey stays on the key. Keydesk checks again automatically. To finish it now: keydesk enrollments finish.',
  },
  'passkey-unproven': {
    message:
      'Microsoft Entra ID has a passkey of “{user}”, or may have it, on another security key: “{name}”. Its enrollment was interrupted before that key proved it.',
    next: 'Plug in that same key: Keydesk finishes the passkey. If that key is gone, delete the passkey on the Passkeys tab of the user and discard the enrollment under Unfinished enrollments. Then use another key.',
    command:
      'Plug in that same key: Keydesk finishes the passkey. If that key is gone, delete the passkey (keydesk passkeys delete) and discard the enrollment (keydesk enrollments discard). Then use another key.',
  },
  'enrollment-running': {
    message: 'An enrollment for this user is already in progress.',
    next: 'Wait until it ends, or cancel it; then try again.',
  },
  'unfinished-not-found': {
    message: 'There is no unfinished enrollment with this id. It may have been settled already.',
    next: 'Refresh the list.',
    command: 'List the unfinished enrollments again: keydesk enrollments list.',
  },
  'unfinished-in-use': {
    message: 'Another window or command of Keydesk is working on this enrollment.',
    next: 'Wait until it has ended, then refresh the list.',
    command: 'Wait until it has ended, then list the unfinished enrollments again: keydesk enrollments list.',
  },
  'unfinished-other-key': {
    message: 'The key that is plugged in is not the key of this enrollment.',
    next: 'Plug in the key that was used, then choose Finish again. If that key was reset in the meantime, discard the entry.',
    command:
      'Plug in the key that was used, then run keydesk enrollments finish again. If that key was reset in the meantime, discard the entry (keydesk enrollments discard).',
  },
  'unfinished-not-here': {
    message:
      'The key that is plugged in holds nothing of this enrollment. It has no serial number, so Keydesk cannot tell whether it is the key that was used.',
    next: 'If it is that key, discard the entry; nothing else is left to do. If not, plug in the key that was used, then finish again.',
    command:
      'If it is that key, discard the entry (keydesk enrollments discard); nothing else is left to do. If not, plug in the key that was used, then run keydesk enrollments finish again.',
  },
  'unfinished-other-tenant': {
    message: 'This enrollment was started in “{tenant}”, and Keydesk is connected to another tenant.',
    next: 'Choose the connection to that tenant, then finish or discard the enrollment.',
    command: 'Change to the connection of that tenant (keydesk connection use), then finish or discard the enrollment.',
  },
  'unfinished-removed': {
    message: 'Microsoft Entra ID never registered this passkey. Keydesk removed it from the key.',
    next: 'Enroll the key again if the user still needs a passkey.',
  },
  'unfinished-registered': {
    message: 'Microsoft Entra ID has this passkey. The entry is settled.',
    next: 'See the Passkeys tab of the user.',
    command: 'To see it, list the passkeys of the user: keydesk passkeys list.',
  },
  'unfinished-nothing-left': {
    message: 'The key holds nothing of this enrollment. The entry is settled.',
    next: 'Enroll the key again if the user still needs a passkey.',
  },
  'unfinished-left': {
    message:
      'The key holds a passkey of this user, and nothing shows whether it belongs to this enrollment. Nothing was removed.',
    next: 'Check the Passkeys tab of the user. If the passkey is not listed there, enroll the user on this key again, which replaces it, or delete it under Security keys, Passkeys on this key. Either way this entry is closed.',
    command:
      'List the passkeys of the user (keydesk passkeys list). If the passkey is not among them, enroll the user on this key again, which replaces it, or delete it from the key (keydesk keys credentials delete). Either way this entry is closed.',
  },
  'touch-timeout': {
    message: 'The key was not touched in time.',
    next: 'Start again and touch the key when it blinks.',
  },
  'touch-denied': {
    message: 'The request was denied on the key, or the key was not touched in time.',
    next: 'Start again and touch the key when it blinks.',
  },
  'wrong-rp-id-hash': {
    message: 'The key created a passkey for a different website than the requested one.',
    next: 'It was not registered. Do not hand out this key; use another one.',
  },
  'attestation-invalid': {
    message:
      '{why, select, null {The attestation of this key is not valid.} other {The attestation of this key is not valid. {why}}}',
    next: 'It was not registered. Do not hand out this key; use another one.',
  },
  'attestation-untrusted': {
    message:
      'The key claims to be “{model}”, but its attestation certificate does not lead to a root certificate of that model.',
    next: 'It was not registered. Do not hand out this key; use another one.',
  },
  'attestation-expired': {
    message:
      '{from, select, null {The attestation certificate of the key is not valid today.} other {The attestation certificate of the key is not valid today, but from {from} to {until}.}}',
    next: 'It was not registered. Use another key, and ask the manufacturer about this one.',
  },
  'attestation-unproven': {
    message:
      '{demanded, select, true {The passkey policy requires attestation, and Keydesk cannot check the attestation of this key. {why}} other {Keydesk cannot check the attestation of this key. {why}}}',
    next: '{demanded, select, true {It was not registered. Use a key with attestation in the packed format, or update Keydesk if there is a newer version.} other {The enrollment continues, and Microsoft Entra ID decides. Load the latest list of key models under Settings.}}',
    command:
      '{demanded, select, true {It was not registered. Use a key with attestation in the packed format, or update Keydesk if there is a newer version.} other {The enrollment continues, and Microsoft Entra ID decides. Load the latest list of key models (keydesk metadata update).}}',
  },
  'credential-invalid': {
    message:
      '{why, select, null {The passkey that the key created is not valid.} other {The passkey that the key created is not valid. {why}}}',
    next: 'It was not registered. Try once more. If it happens again, use another key.',
  },
  'proof-failed': {
    message:
      '{why, select, null {The passkey is registered, but the key could not sign in with it.} other {The passkey is registered, but the key could not sign in with it. {why}}}',
    next: 'Delete the passkey on the Passkeys tab and enroll the key again.',
    command: 'Delete the passkey (keydesk passkeys delete) and enroll the key again.',
  },
} as const;
