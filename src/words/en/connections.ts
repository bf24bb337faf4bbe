/** Check connection, at the window and at the command line. */
export const connections = {
  checks: {
    token: 'Signed in',
    clock: 'Clock of this computer',
    'permission-passkeys': 'Permission: passkeys of users',
    'permission-users': 'Permission: read users',
    'permission-groups': 'Permission: read groups',
    'permission-policy': 'Permission: read the passkey policy',
    'permission-reports': 'Permission: read who has a passkey',
    role: 'Role: Authentication Administrator',
    users: 'Users can be read',
    groups: 'Groups can be read',
    registrations: 'Report of registrations can be read',
    policy: 'Passkey policy can be read',
    'creation-options': 'A passkey can be offered to the user',
    'user-sign-in': 'Users can sign in at an activation station',
  },
  statuses: { passed: 'Passed', failed: 'Failed', 'not-needed': 'Not needed', unknown: 'Not known' },
  details: {
    'license-needed': 'requires Microsoft Entra ID P1 or P2, which this tenant does not have',
    'roles-not-told': 'the sign-in does not include roles; only an enrollment shows it',
    'sign-in-untried': 'only a sign-in shows it; try one with this check',
  },
  globalOnly:
    'Microsoft Graph registers passkeys for others in the global cloud only. In the other clouds, Keydesk reads users, groups and the policy, and cannot create passkeys.',
  tenantWithId: '{name} ({tenantId})',
  signIns: {
    browser: 'Browser',
    'device-code': 'Device code',
    certificate: 'Certificate',
    secret: 'Client secret',
    token: 'Token',
  },
} as const;
