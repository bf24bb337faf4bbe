import type { DatabaseSync } from 'node:sqlite';
import type { TenantKeys } from './tenantKeys.ts';

/** The tables of one tenant, in an order in which they can be deleted. */
const erased = [
  'DELETE FROM group_users WHERE group_n IN (SELECT n FROM groups WHERE tenant = ?)',
  'DELETE FROM group_groups WHERE parent_n IN (SELECT n FROM groups WHERE tenant = ?)',
  'DELETE FROM unknown_members WHERE group_n IN (SELECT n FROM groups WHERE tenant = ?)',
  'DELETE FROM groups WHERE tenant = ?',
  'DELETE FROM returns WHERE tenant = ?',
  "INSERT INTO users_search (users_search, rowid, search) SELECT 'delete', n, search FROM users WHERE tenant = ?",
  'DELETE FROM users WHERE tenant = ?',
  'DELETE FROM imports WHERE tenant = ?',
  'DELETE FROM tenants WHERE n = ?',
];

/**
 * Sets the current name in a tenant's row, in the caller's transaction. If there are two rows, deletes the one that was read longer ago,
 * with its users and groups. The tenant's next import brings what the other one lacks.
 */
export function renameTenant(db: DatabaseSync, keys: TenantKeys, key: string): void {
  const [own, ...others] = keys.rows<{ readonly n: number }>(key);
  if (own === undefined) return;
  for (const { n } of others) for (const sql of erased) db.prepare(sql).run(n);
  db.prepare('UPDATE tenants SET key = ? WHERE n = ? AND key <> ?').run(own.key, own.n, own.key);
}
