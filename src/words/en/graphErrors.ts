/** Errors of Microsoft Graph. */
export const graphErrors = {
  'not-connected': {
    message: 'No Microsoft Entra ID tenant is connected.',
    next: 'Connect a tenant under Settings, or try practice mode first.',
    command: 'Connect a tenant (keydesk connection add), or use practice mode (--practice).',
  },
  'mode-busy': {
    message:
      '{pin, select, true {The PIN that Keydesk created for a key may not have been read yet, so Keydesk stays in this mode.} other {{enrollment, select, true {A passkey is being created, so Keydesk stays in this mode.} other {A security key is in use, so Keydesk stays in this mode.}}}}',
    next: '{pin, select, true {Choose Show PIN in the message above the page, or forget the PIN; then try again.} other {Wait until it is done, or cancel it; then try again.}}',
  },
  'connection-insecure': {
    message:
      '{rule, select, credentials {The address contains a user name or a password.} other {“{url}” is not a secure address. Only https is allowed; http and a fixed token work for addresses of this computer only.}}',
    next: '{rule, select, credentials {Enter the address without them. Keydesk did not use it.} other {Use the https address of Microsoft Graph.}}',
  },
  'graph-unreachable': {
    message: 'Microsoft Graph cannot be reached.',
    next: 'Check the network and the connection under Settings, then try again.',
    command: 'Check the network (keydesk network), then try again.',
  },
  'graph-timeout': { message: 'Microsoft Graph did not answer in time.', next: 'Wait a moment, then try again.' },
  'graph-unauthorized': {
    message: 'Microsoft Graph no longer accepts this sign-in.',
    next: 'Sign in again under Settings.',
    command: 'Sign in again (keydesk connection sign-in). With --graph, set a new KEYDESK_GRAPH_TOKEN.',
  },
  'graph-forbidden': {
    message: 'This sign-in does not have the required permission.',
    next: '{grant} Check connection under Settings names what else is missing.',
    command: '{grant} keydesk connection check names what else is missing.',
    check: '{grant}',
  },
  'graph-not-found': {
    message: 'Microsoft Graph cannot find the requested item.',
    next: 'Check that it still exists, then try again.',
  },
  'graph-method-not-allowed': {
    message: 'Microsoft Graph does not allow this kind of request here.',
    next: 'Register keys on behalf of a user, not for yourself, and check the Graph version under Settings.',
    command: 'Register keys on behalf of a user, not for yourself, and check the Graph version (--graph-version).',
  },
  'graph-conflict': {
    message: 'Microsoft Graph reports a conflict.',
    next: 'Check the Passkeys tab: the passkey may already be registered.',
    command: 'List the passkeys of the user (keydesk passkeys list): the passkey may already be registered.',
  },
  'graph-throttled': {
    message:
      '{exceedsChallenge, select, true {Microsoft Graph is receiving too many requests and asks Keydesk to wait {wait}. That is longer than this registration stays valid.} other {{wait, select, null {Microsoft Graph is receiving too many requests and asks Keydesk to wait.} other {Microsoft Graph is receiving too many requests and asks Keydesk to wait {wait}.}}}}',
    next: 'Wait that long, then try again.',
  },
  'clock-off': {
    message:
      '{slow, select, true {The clock of this computer is {time} slow, compared with Microsoft’s.} other {The clock of this computer is {time} fast, compared with Microsoft’s.}}',
    next: 'Keydesk uses the time of the server for this enrollment. Correct the clock: sign-in and certificates depend on it.',
  },
  'graph-unavailable': {
    message: 'Microsoft Graph is not available at the moment.',
    next: 'Wait a moment, then try again.',
  },
  'graph-malformed': {
    message:
      '{form, select, unknown {Microsoft Graph answered “{path}” in a format that Keydesk cannot read.} other {{path, select, null {The answer did not come from Microsoft Graph.} other {The answer to “{path}” did not come from Microsoft Graph.}}}}',
    next: '{form, select, unknown {Try again later, and update Keydesk. If it happens again, report it with this address.} other {Check the network and the connection under Settings, then try again.}}',
    command:
      '{form, select, unknown {Try again later, and update Keydesk. If it happens again, report it with this address.} other {Check the network (keydesk network), then try again.}}',
  },
  'graph-too-large': {
    message:
      '{what, select, depth {Microsoft Graph sent an answer that is nested too deeply. Keydesk closed the connection.} values {Microsoft Graph sent an answer with too many values. Keydesk closed the connection.} other {{megabytes, select, null {Microsoft Graph sent an answer that is too large. Keydesk closed the connection.} other {Microsoft Graph sent more than {megabytes} MB in one answer. Keydesk closed the connection.}}}}',
    next: '{path, select, null {Try again. If it happens again, ask your network administrator whether a device on the network changes answers.} other {Try again. If it happens again, ask your network administrator whether a device on the network changes the answer to “{path}”.}}',
  },
  'graph-delta-expired': {
    message: 'Microsoft Entra ID reports again and again that it no longer knows the state of the last import.',
    next: 'Import again later. Everything that was imported stays.',
    command: 'Import again later (keydesk import). Everything that was imported stays.',
  },
  'graph-page-expired': {
    message: 'Microsoft Graph can no longer provide the rest of this list, because too much time has passed.',
    next: 'Load the list again.',
    command: 'List again.',
  },
  'graph-paging-stuck': {
    message:
      '{why, select, circle {Microsoft Graph sends the same pages of a list again and again, so the list has no end.} nothing_new {Microsoft Graph sends more and more pages without new entries, so the list has no end.} too_long {Microsoft Graph sent {pages, number} pages of a list with {entries, number} entries, and there are still more. No tenant has a list of that length, so Keydesk stopped reading.} other {Microsoft Graph sends pages of a list that has no end.}}',
    next: 'Try again later. Nothing was removed. If it happens again, report it to Microsoft with the time.',
  },
  'graph-round-incomplete': {
    message:
      '{met, select, null {{what, select, groups {Microsoft Graph ended its list of groups without saying that it is complete.} memberships {Microsoft Graph ended its list of memberships without saying that it is complete.} other {Microsoft Graph ended its list of users without saying that it is complete.}}} other {{what, select, groups {Microsoft Graph ended its list of groups without saying that it is complete. It contained {met} of the {known} known groups.} other {Microsoft Graph ended its list of users without saying that it is complete. It contained {met} of the {known} known users.}}}}',
    next: 'Import again later. No user was marked as left, and nothing was removed.',
    command: 'Import again later (keydesk import). No user was marked as left, and nothing was removed.',
  },
  'graph-entries-unreadable': {
    message:
      '{phase, select, groups {{count, plural, one {# entry of the list of groups and their members could not be read and was skipped. The others were imported.} other {# entries of the list of groups and their members could not be read and were skipped. The others were imported.}}} registrations {{count, plural, one {# entry of the report of registered passkeys could not be read and was skipped. The others were imported.} other {# entries of the report of registered passkeys could not be read and were skipped. The others were imported.}}} other {{count, plural, one {# entry of the list of users could not be read and was skipped. The others were imported.} other {# entries of the list of users could not be read and were skipped. The others were imported.}}}}',
    next: 'Import again later. Nothing was removed because of it. If it happens again, report it to Microsoft with the time.',
  },
  'graph-license-missing': {
    message: 'This tenant has no license for this part of Microsoft Entra ID: it requires Microsoft Entra ID P1 or P2.',
    next: 'Assign the license in the Microsoft 365 admin center, or continue without this part. Everything else works.',
  },
  'graph-refused': {
    message: 'Microsoft Graph refused the request.',
    next: 'Read its message, fix the cause, and try again.',
  },
  'challenge-expired': {
    message: 'The time to register this passkey has expired.',
    next: 'Start again. The key must be touched once more.',
  },
  'aaguid-refused': {
    message: 'The policy of this tenant does not allow this key model.',
    next: 'Use another model, or add its AAGUID to the passkey policy in Microsoft Entra ID.',
  },
  'attestation-refused': {
    message: 'This tenant requires attestation, and the attestation of this key was refused.',
    next: 'Use a key whose model is listed in the FIDO Metadata Service.',
  },
  'passkey-not-found': {
    message: 'This passkey is no longer registered.',
    next: 'Refresh the list.',
    command: 'List the passkeys again: keydesk passkeys list.',
  },
} as const;

/** What to grant for a part of Graph. A role is for a person. An app needs none. */
export const graphGrants = {
  passkeys:
    'Grant the permission {permission}, and to a person the role Authentication Administrator (Privileged Authentication Administrator for keys of administrators), then try again.',
  users: 'Grant the permission {permission}, then try again.',
  groups: 'Grant the permission {permission}, then try again.',
  policy: 'Grant the permission {permission}, and to a person the role Global Reader, then try again.',
  reports:
    'Grant the permission {permission}, and to a person the role Reports Reader or Global Reader, then try again.',
} as const;

/** What is added to a message from Microsoft’s own answer. */
export const graphAnswer = {
  said: '{message} It says: “{graphMessage}”',
  request: '{message} (request {requestId})',
  correlation: '{message} (correlation id {correlationId})',
} as const;
