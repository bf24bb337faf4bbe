export const inventory = {
  description: 'every security key that was ever plugged in',
  list: 'list keys, the last seen first',
  none: 'No key was plugged in yet.',
  reportLost: 'report a key as lost: revoke its passkeys and delete them in Microsoft Entra ID',
  retire: 'take a key out of use: revoke its passkeys and delete them in Microsoft Entra ID',
  takeBack: 'note that a user gave a key back: revoke its passkeys and delete them in Microsoft Entra ID',
  restore: 'allow a lost or retired key to be used again',
  state: '{key}: {state}',
  finish: 'delete the remaining passkeys in Microsoft Entra ID',
  finished: '{count, plural, one {# passkey deleted.} other {# passkeys deleted.}}',
  export: 'write keys to a file',
  id: 'id, as inventory list shows it',
  stateOption: 'only in these states',
  user: 'of this user: object id or user principal name',
  text: 'with this text in names, serial number, AAGUID or user',
  revoked: 'The passkey of {user} is revoked and deleted in Microsoft Entra ID.',
  revokedElsewhere: 'The passkey of {user} in {tenant} is revoked and deleted in Microsoft Entra ID.',
  notDeleted:
    '{why, select, null {The passkey of {user} is revoked here, but NOT yet deleted in Microsoft Entra ID.} other {The passkey of {user} is revoked here, but NOT yet deleted in Microsoft Entra ID. {why}}}',
  notDeletedElsewhere:
    'The passkey of {user} in {tenant} is revoked here, but NOT yet deleted in Microsoft Entra ID. Connect to that tenant, then run keydesk inventory finish.',
  due: '{count, plural, one {One passkey must still be deleted in Microsoft Entra ID; keydesk inventory finish tries again.} other {# passkeys must still be deleted in Microsoft Entra ID; keydesk inventory finish tries again.}}',
  dueElsewhere:
    '{count, plural, one {One passkey must still be deleted in {tenant}; connect to that tenant, then run keydesk inventory finish.} other {# passkeys must still be deleted in {tenant}; connect to that tenant, then run keydesk inventory finish.}}',
  advice: '- {advice}',
  headings: 'Id|Key|State|User|Last seen|Recognized by',
} as const;
