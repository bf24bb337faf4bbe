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

/** Roles that a person needs beside the permission. */
const roles: Partial<Record<PermissionPurpose, string>> = {
  passkeys: 'Authentication Administrator (Privileged Authentication Administrator for keys of administrators)',
  policy: 'Global Reader',
  reports: 'Reports Reader or Global Reader',
};

/** What to grant for a part of Graph, in words that follow “Grant”. */
export function grantFor(purpose: PermissionPurpose): string {
  const role = roles[purpose];
  return `the permission ${permissions[purpose]}${role === undefined ? '' : `, and to a person the role ${role}`}`;
}
