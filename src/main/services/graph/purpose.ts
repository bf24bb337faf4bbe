import type { PermissionPurpose } from '../../../contract/connections/permissions.ts';

/** Returns what the permission for a request is about; undefined for a part of Graph that needs none of Keydesk's. @param path after the version */
export function purposeOf(path: string): PermissionPurpose | undefined {
  if (/^\/users\b[^?]*\/authentication\//.test(path)) return 'passkeys';
  if (/^\/users\b[^?]*\/transitiveMemberOf\b/.test(path) || /^\/groups\b/.test(path)) return 'groups';
  if (/^\/users\b/.test(path)) return 'users';
  if (/^\/policies\//.test(path)) return 'policy';
  return /^\/reports\//.test(path) ? 'reports' : undefined;
}
