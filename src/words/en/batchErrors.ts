/** Errors of batches and profiles. */
export const batchErrors = {
  'batch-file-empty': {
    message: 'There is no line in this file.',
    next: 'Choose a file with one user a line.',
  },
  'batch-file-too-large': {
    message: 'This file is too large: a file of users has at most 20 MB.',
    next: 'Split it, or leave out columns that Keydesk does not need.',
  },
  'batch-file-damaged': {
    message: 'This file is neither text nor a readable .xlsx workbook.',
    next: 'Save it as CSV or .xlsx, and try again.',
  },
  'batch-file-unreadable': {
    message: 'The file “{file}” cannot be read.',
    next: 'Check its name, and whether you may read it.',
  },
  'batch-file-gone': {
    message: 'Keydesk does not have this file any more.',
    next: 'Choose the file again.',
  },
  'batch-no-user-column': {
    message: 'No column of this file names users. Its columns: {headings}',
    next: 'Call the column “user”, or choose the column of the users.',
  },
  'batch-not-found': {
    message: 'There is no batch “{id}”.',
    next: 'List the batches to see their ids.',
  },
  'batch-row-not-found': {
    message: 'There is no row “{id}” in this batch.',
    next: 'List the rows to see their ids.',
  },
  'batch-row-changed': {
    message: 'This row has changed in the meantime: it may have its key already.',
    next: 'Look at the batch again.',
  },
  'batch-row-busy': {
    message:
      '{state, select, done {{user} already has the key of row {line}.} enrolling {{user} is getting the key of row {line} now.} failed {Row {line}, {user}, has failed.} skipped {Row {line}, {user}, was skipped.} other {Row {line}, {user}, is not checked yet.}}',
    next: '{state, select, done {Go on with the next user.} enrolling {Wait until it is done.} failed {Retry the row first.} skipped {Retry the row first.} other {Wait until it is checked.}}',
  },
  'batch-row-unmatched': {
    message: 'No row of this batch is for “{text}”.',
    next: 'Scan or type the serial number, the user name, the mail address or the employee id of a row.',
  },
  'batch-running': {
    message: 'The batch “{batch}” is running.',
    next: 'Pause it first.',
  },
  'batch-other-running': {
    message: 'The batch “{batch}” is running, and gets every key that is plugged in.',
    next: 'Pause it first, or let it end.',
  },
  'batch-empty': {
    message: 'There is no user in it.',
    next: 'Choose a file, a group or a list with at least one user.',
  },
  'batch-group-unknown': {
    message: 'The group “{group}” was not imported.',
    next: 'Import users and groups, and try again.',
  },
  'batch-user-ambiguous': {
    message: '“{user}” is the name of several users: {names}.',
    next: 'Write the user principal name or the object id instead.',
  },
  'batch-user-twice': {
    message: 'Row {line} already has {user}.',
    next: 'To give a user two keys, create a second batch that adds keys.',
  },
  'batch-serial-twice': {
    message: 'Row {line} already expects the key with the serial number {serial}.',
    next: 'Correct the serial number in the file, and create the batch again.',
  },
  'batch-has-key': {
    message:
      '{user} already has {count, plural, one {a security key, “{name}”} other {# security keys, among them “{name}”}}.',
    next: 'To give the user another key, create the batch with “Give them one more key” or “Replace the key”.',
    command: 'To give the user another key, create the batch with --existing add or --existing replace.',
  },
  'batch-checked-in-part': {
    message:
      'Checked with the last import only: {what, select, policy {the policy for passkeys} rights {the rights of this sign-in} other {the policy for passkeys and the rights of this sign-in}} could not be read. {why}',
    next: 'Check the batch again later. If it runs without that, Microsoft Entra ID decides when the key is registered.',
  },
  'batch-old-left': {
    message:
      'The new key works, but Microsoft Entra ID still has {count, plural, one {the old passkey} other {# old passkeys}} that it replaces.',
    next: 'Keydesk tries the deletion again by itself. The overview lists it until it is done.',
  },
  'batch-old-owed': {
    message:
      'Microsoft Entra ID may still have {count, plural, one {a passkey} other {# passkeys}} that keys of this batch have replaced.',
    next: 'Nothing was deleted. Delete the batch when Microsoft Entra ID can be reached: Keydesk then notes what is still to be deleted there.',
  },
  'batch-pins-kept': {
    message: '{count, plural, one {A PIN of this batch was} other {# PINs of this batch were}} not handed over.',
    next: 'Hand over the PINs, or delete the batch with its PINs. Nobody can use these keys then, until they are reset.',
    command: 'Hand over the PINs, or add --discard-pins. Nobody can use these keys then, until they are reset.',
  },
  'batch-other-serial': {
    message: 'No row that waits expects this security key: each expects another serial number.',
    next: 'Take it out, and plug in a key of the list.',
  },
  'batch-scanned-other': {
    message: '{user} is next and gets the key {serial}. This is another key.',
    next: 'Take it out, and plug in the key {serial}. Or move {user} to the end: choose Later.',
    command: 'Take it out, and plug in the key {serial}.',
  },
  'batch-key-of-row': {
    message: 'This is the key that was begun for {user}, whose row does not wait for a key now.',
    next: 'Retry the row of {user}, then plug this key in again. Keydesk has its PIN.',
  },
  'batch-key-perhaps-of': {
    message:
      'This security key already has a PIN. It may be the key that was begun for {users}, but Keydesk cannot prove it: the key did not accept the kept PINs, or not all of its attempts are left.',
    next: 'Do not reset it yet. Show the PIN of that row, and enter it on the page of the key. If the key accepts it, take the key out and plug it in again. Otherwise use a blank key.',
    command:
      'Use a blank key. Reset this one only if it is not the key of these users, or if their rows have got another one.',
  },
  'batch-pin-sealed': {
    message:
      'This PIN cannot be unsealed: the keyring of the system is locked, it was sealed with another key, or it is damaged. Keydesk does not change it.',
    next: 'Unlock the keyring, or start Keydesk with the KEYDESK_SEALING_KEY that sealed it, and try again.',
  },
  'batch-pin-gone': {
    message: 'The PIN of this row is not kept any more.',
    next: 'If nobody knows the PIN, reset the key and enroll it again.',
  },
  'secret-of-other-desk': {
    message:
      '{reason, select, keyless {Another desk has sealed this PIN, and this one has no key to open what others seal.} stranger {A desk that this one does not trust has sealed this PIN.} damaged {The copy of this PIN for this desk does not open: it belongs to another row, or was changed.} other {Another desk has sealed this PIN, and not for this one.}}',
    next: '{reason, select, keyless {Start Keydesk where something can seal secrets. Settings, Record says what is missing.} stranger {Compare the fingerprint of that desk, and confirm it under Settings, Record.} damaged {Ask the desk that made the key for the PIN, and the person who runs PostgreSQL who has changed the record.} other {At a desk that has the PIN, confirm the fingerprint of this desk under Settings, Record. Some seconds later the PIN is here.}}',
    command:
      '{reason, select, keyless {Set KEYDESK_SEALING_KEY. keydesk record show says what is missing.} stranger {Compare the fingerprint of that desk, and confirm it with keydesk record desks trust.} damaged {Ask the desk that made the key for the PIN, and the person who runs PostgreSQL who has changed the record.} other {At a desk that has the PIN, confirm the fingerprint of this desk with keydesk record desks trust. Some seconds later the PIN is here.}}',
  },
  'handover-empty': {
    message: 'No row of this batch has a key that is ready to be handed over.',
    next: 'Run the batch first. Rows that were handed over have no PIN any more.',
  },
  'handover-pins-gone': {
    message: 'Keydesk has no PIN for {count, plural, one {# row} other {# rows}}: line {lines}.',
    next: 'Save the file without these PINs, or hand these rows over first. Keydesk deletes a PIN at the hand-over, and never keeps one that a person typed.',
    command:
      'Add --without-missing, or leave these rows out with --line. Keydesk deletes a PIN at the hand-over, and never keeps one that a person typed.',
  },
  'handover-passphrase': {
    message:
      '{reason, select, missing {A file with PINs needs a passphrase.} too_long {The passphrase is too long.} characters {The passphrase has characters that some programs cannot enter.} too_simple {The passphrase repeats the same few characters.} other {The passphrase is too short.}}',
    next: 'Choose a passphrase of {min} to {max} letters, digits, spaces and signs. Send it on another way than the file.',
  },
  'handover-recipient': {
    message: 'Keydesk cannot encrypt for this certificate. {why}',
    next: 'Use the PEM file of a valid certificate with an RSA key (2048 bits or more) or a key on P-256, P-384 or P-521 that may encrypt.',
  },
  'printer-not-chosen': {
    message: 'No printer is chosen for PINs.',
    next: 'Choose one in Settings, Hand-over.',
    command: 'Choose one: keydesk organization set --pin-printer NAME',
  },
  'printer-not-found': {
    message: 'This computer has no printer “{printer}” that Keydesk can use.',
    next: 'Choose another one in Settings, Hand-over. On Windows, save the sheets as a PDF and print that.',
    command:
      'Choose another one: keydesk organization set --pin-printer NAME. On Windows, print the PDF of keydesk batch sheets.',
  },
  'print-failed': {
    message: 'The printer “{printer}” did not take the sheet. {said}',
    next: 'Check the printer, and print the sheet again. Keydesk still has the PIN.',
  },
  'logo-unusable': {
    message: 'This logo cannot be used. {why}',
    next: 'Save it as PNG (not interlaced) or JPEG, with at most 1 MB and {side, number} pixels a side.',
  },
  'profile-unapplied': {
    message: 'The passkey works, but some settings of the profile could not be written to the key: {what}.',
    next: 'Plug the key in, and set them on its page.',
  },
  'profile-not-found': {
    message: 'There is no profile “{profile}”.',
    next: 'Open Settings, Profiles to see all profiles.',
    command: 'Run keydesk profiles list to see all profiles.',
  },
  'profile-name-taken': {
    message: 'Another profile is called “{profile}”.',
    next: 'Choose another name.',
  },
  'profile-unreadable': {
    message: 'This version of Keydesk cannot read the profile “{profile}”. A newer version has changed it.',
    next: 'Update Keydesk on this computer.',
    command: 'Update Keydesk on this computer. Or delete the profile: keydesk profiles delete NAME.',
  },
  'profile-key-has-pin': {
    message: 'This security key already has a PIN. The profile “{profile}” sets a random one.',
    next: 'Use a blank key, or a profile that resets the key first or keeps its PIN. If an enrollment on this key was interrupted, Keydesk may have set the PIN: then reset the key.',
  },
  'profile-pin-left': {
    message:
      'Keydesk has set the PIN of this security key itself, in an enrollment that was interrupted, and does not have this PIN any more. The profile “{profile}” sets a random one.',
    next: 'Reset this key under Security keys, then plug it in again. Or use a blank key.',
    command: 'Reset this key (keydesk keys reset), then plug it in again. Or use a blank key.',
  },
  'reset-erases-passkeys': {
    message:
      'The profile resets this security key first. That erases {count, plural, one {a passkey that is in use} other {# passkeys that are in use}}.',
    next: 'Afterwards, also delete the erased passkeys in Microsoft Entra ID. The result of the enrollment shows how.',
  },
} as const;
