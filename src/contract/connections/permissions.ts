/**
 * The permissions of Microsoft Graph that Keydesk requests, by purpose: the least privileged that is sufficient, both
 * delegated and for an app (graph.md, 4).
 */
export const permissions = {
  passkeys: 'UserAuthMethod-Passkey.ReadWrite.All',
  users: 'User.Read.All',
  groups: 'GroupMember.Read.All',
  policy: 'Policy.Read.AuthenticationMethod',
  reports: 'AuditLog.Read.All',
} as const;
export type PermissionPurpose = keyof typeof permissions;
