/** Workflows: what they do, and what they did. */
export const workflows = {
  triggers: {
    'user-imported': 'New User Imported',
    'security-key-activated': 'New Security Key Activated (Recommended)',
  },
  copyName: '{name} (copy)',
  existing: { skip: 'Skip them', backup: 'Assign a backup passkey' },
  runStates: {
    assigned: 'Assigned',
    registered: 'Registered',
    skipped: 'Skipped',
    retrying: 'Trying again',
    attention: 'Needs attention',
  },
  states: { enabled: 'Enabled', disabled: 'Disabled', 'group-missing': 'Group is missing' },
  skips: {
    'has-passkey': 'already has a passkey',
    'has-backup': 'already has a passkey and a backup',
    'already-assigned': 'already has an assigned passkey',
    guest: 'is a guest; guests cannot have passkeys in this tenant',
    disabled: 'is disabled',
    left: 'has left the directory',
    'not-in-group': 'is not in the group',
    'older-workflow': 'an older workflow applies',
    'assignment-cancelled': 'the assignment was canceled',
    'assignment-expired': 'the assignment expired',
    'passkey-revoked': 'the passkey was revoked',
  },
  skipped: {
    'has-passkey':
      '{count, plural, one {# user is skipped, because they already have a passkey.} other {# users are skipped, because they already have a passkey.}}',
    'has-backup':
      '{count, plural, one {# user is skipped, because they already have a passkey and a backup.} other {# users are skipped, because they already have a passkey and a backup.}}',
    'already-assigned':
      '{count, plural, one {# user is skipped, because a passkey is already assigned to them.} other {# users are skipped, because a passkey is already assigned to them.}}',
    guest:
      '{count, plural, one {# guest is skipped, because guests cannot have passkeys in this tenant.} other {# guests are skipped, because guests cannot have passkeys in this tenant.}}',
    disabled: '{count, plural, one {# disabled user is skipped.} other {# disabled users are skipped.}}',
    left: '{count, plural, one {# user is skipped, because they have left the directory.} other {# users are skipped, because they have left the directory.}}',
    'not-in-group':
      '{count, plural, one {# user is skipped, because they are not in the group.} other {# users are skipped, because they are not in the group.}}',
    'older-workflow':
      '{count, plural, one {# user is skipped, because an older workflow applies to them.} other {# users are skipped, because an older workflow applies to them.}}',
    'assignment-cancelled':
      '{count, plural, one {# user is skipped, because their assignment was canceled.} other {# users are skipped, because their assignments were canceled.}}',
    'assignment-expired':
      '{count, plural, one {# user is skipped, because their assignment expired.} other {# users are skipped, because their assignments expired.}}',
    'passkey-revoked':
      '{count, plural, one {# user is skipped, because their passkey was revoked.} other {# users are skipped, because their passkeys were revoked.}}',
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
  },
} as const;
