import type { DatabaseSync } from 'node:sqlite';
import { now } from './now.ts';
import type { Met } from './roundDoubts.ts';
import type { TenantRow } from './tenantRow.ts';

const ofTenant = 'IN (SELECT n FROM groups WHERE tenant = ?)';

/** Counts groups and memberships, and how many of them the full round had. */
export function metGroups(db: DatabaseSync, { n, groups_generation }: TenantRow): Met[] {
  const count = (what: string, rows: string): Met => {
    const sql = `SELECT count(*) AS known, count(*) FILTER (WHERE seen >= ?) AS met FROM ${rows}`;
    const row = db.prepare(sql).get(groups_generation, n);
    return { what, known: Number(row?.known), met: Number(row?.met) };
  };
  return [
    count('groups', 'groups WHERE tenant = ? AND left_at IS NULL AND display_name IS NOT NULL'),
    count('memberships', `group_users WHERE group_n ${ofTenant}`),
    count('memberships', `unknown_members WHERE group_n ${ofTenant}`),
    count('memberships', `group_groups WHERE parent_n ${ofTenant}`),
  ];
}

/** Call after a full round: deletes groups and memberships that it did not have. */
export function sweepGroups(db: DatabaseSync, { n, groups_generation: generation }: TenantRow): void {
  const leave = 'UPDATE groups SET left_at = ? WHERE tenant = ? AND left_at IS NULL AND seen < ?';
  db.prepare(leave).run(now(), n, generation);
  db.prepare(`DELETE FROM group_users WHERE seen < ? AND group_n ${ofTenant}`).run(generation, n);
  db.prepare(`DELETE FROM unknown_members WHERE seen < ? AND group_n ${ofTenant}`).run(generation, n);
  db.prepare(`DELETE FROM group_groups WHERE seen < ? AND parent_n ${ofTenant}`).run(generation, n);
}

/** Adds members that were unknown when their group was read, and have been imported since. */
export function resolveMembers(db: DatabaseSync, { n }: TenantRow): void {
  const known = 'FROM unknown_members m JOIN users u ON u.tenant = ? AND u.id = m.id';
  db.prepare(
    `INSERT INTO group_users (group_n, user_n, seen) SELECT m.group_n, u.n, m.seen ${known} WHERE true
     ON CONFLICT DO NOTHING`,
  ).run(n);
  db.prepare(
    'DELETE FROM unknown_members WHERE EXISTS (SELECT 1 FROM users u WHERE u.tenant = ? AND u.id = unknown_members.id)',
  ).run(n);
}
