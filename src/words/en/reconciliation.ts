/** The comparison of keys, Microsoft Entra ID and Keydesk's record. */
export const reconciliation = {
  kinds: {
    'not-in-entra': 'Active here, but not in Microsoft Entra ID',
    'not-recorded': 'In Microsoft Entra ID, but not recorded here',
    'erased-from-key': 'Erased from its key, but still in Microsoft Entra ID',
    'deletion-due': 'Revoked here, but still in Microsoft Entra ID',
    'not-on-key': 'Active, but its key does not hold it any more',
    'only-on-key': 'On the key, but not in Microsoft Entra ID',
    'user-left': 'The user is not in the directory any more',
    'user-disabled': 'The account of the user is disabled',
    'user-renamed': 'The user has another name now',
  },
  mends: {
    adopt: 'record it',
    'delete-in-entra': 'delete it in Microsoft Entra ID',
    'delete-on-key': 'delete it on the key',
    'close-assignment': 'close the assignment',
    'mark-key-lost': 'report the key as lost',
    'enroll-again': 'enroll the key again',
    none: 'nothing to do',
  },
} as const;

/** The command `keydesk reconcile`. */
export const reconcileCommand = {
  description: 'compare keys, Microsoft Entra ID and the record of Keydesk; changes nothing',
  user: 'only this user',
  key: 'only this plugged-in key; needs its PIN',
  pinStdin: 'read the PIN of the key from stdin, and compare what the key holds',
  none: 'There are no differences.',
  columns: 'User|Key|Passkey|Difference|What to do',
  unread: 'The passkeys of {user} could not be read: {why}',
} as const;
