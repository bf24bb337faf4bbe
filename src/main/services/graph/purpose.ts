import type { PermissionPurpose } from '../../../contract/connections/permissions.ts';

/**
 * Returns the purpose of the permission that a request needs, or undefined if it needs none of Keydesk's.
 * @param path without the version
 */
export function purposeOf(path: string): PermissionPurpose | undefined {
  if (/^\/users\b[^?]*\/authentication\//.test(path)) return 'passkeys';
  if (/^\/users\b[^?]*\/transitiveMemberOf\b/.test(path) || /^\/groups\b/.test(path)) return 'groups';
  if (/^\/users\b/.test(path)) return 'users';
  if (/^\/policies\//.test(path)) return 'policy';
  return /^\/reports\//.test(path) ? 'reports' : undefined;
}
