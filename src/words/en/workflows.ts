/** Workflows: what they do, and what they did. */
export const workflows = {
  triggers: {
    'user-imported': 'New User Imported',
    'security-key-activated': 'New Security Key Activated (Recommended)',
  },
  existing: { skip: 'Skip them', backup: 'Assign a backup passkey' },
  runStates: {
    assigned: 'Assigned',
    registered: 'Registered',
    skipped: 'Skipped',
    retrying: 'Trying again',
    attention: 'Needs attention',
  },
  skips: {
    'has-passkey': 'already has a passkey',
    'has-backup': 'already has a passkey and a backup',
    'already-assigned': 'already has an assigned passkey',
    guest: 'is a guest; guests cannot have passkeys in this tenant',
    disabled: 'is disabled',
    left: 'has left the directory',
    'not-in-group': 'is not in the group',
    'older-workflow': 'belongs to an older workflow',
    'assignment-cancelled': 'the assignment was canceled',
    'assignment-expired': 'the assignment expired',
    'passkey-revoked': 'the passkey was revoked',
  },
  onImport: {
    everybody:
      'When a user is imported for the first time, a Microsoft passkey is assigned. It is created when a security key is plugged in for that user.',
    group:
      'When a user of “{group}”, or of a group inside it, is imported for the first time, a Microsoft passkey is assigned. It is created when a security key is plugged in for that user.',
  },
  onActivation: {
    everybody:
      'When a user activates a security key, a Microsoft passkey is assigned, and is created and registered on that key at once.',
    group:
      'When a user of “{group}”, or of a group inside it, activates a security key, a Microsoft passkey is assigned, and is created and registered on that key at once.',
  },
  skipExisting: {
    everybody: 'Users who already have a passkey are skipped.',
    group: 'Users of “{group}” who already have a passkey are skipped.',
  },
  backupExisting: {
    everybody: 'Users who already have a passkey get a backup.',
    group: 'Users of “{group}” who already have a passkey get a backup.',
  },
  counted: 'These count as a passkey: {kinds}.',
  rest: 'Guests and disabled users are skipped. If two workflows match, the older one applies.',
  preview: {
    notImported: 'No users are imported yet, so the number of users is not known.',
    matching: '{count, plural, one {# user matches today.} other {# users match today.}}',
    assigned:
      '{primary, plural, =0 {{backup, plural, =0 {No user would be assigned a passkey.} one {# user would be assigned a backup passkey.} other {# users would be assigned a backup passkey.}}} one {{backup, plural, =0 {{primary, number} user would be assigned a passkey.} one {{primary, number} user would be assigned a passkey, and # user a backup passkey.} other {{primary, number} user would be assigned a passkey, and # users a backup passkey.}}} other {{backup, plural, =0 {{primary, number} users would be assigned a passkey.} one {{primary, number} users would be assigned a passkey, and # user a backup passkey.} other {{primary, number} users would be assigned a passkey, and # users a backup passkey.}}}}',
    skipped: '{count, plural, one {# user skipped: {reason}.} other {# users skipped: {reason}.}}',
  },
} as const;
