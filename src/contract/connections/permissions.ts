/**
 * The permissions of Microsoft Graph that Keydesk asks for, by what they are for: of each the least that is enough, delegated and for
 * an app alike (graph.md, 4).
 */
export const permissions = {
  passkeys: 'UserAuthMethod-Passkey.ReadWrite.All',
  users: 'User.Read.All',
  groups: 'GroupMember.Read.All',
  policy: 'Policy.Read.AuthenticationMethod',
  reports: 'AuditLog.Read.All',
} as const;
export type PermissionPurpose = keyof typeof permissions;
