import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import type { GroupNews, MemberNews } from '../../../services/graph/delta.ts';
import { now } from './now.ts';
import { nothingCounted, type TenantRow } from './tenantRow.ts';

export function groupWriter(db: DatabaseSync) {
  const name = db.prepare(
    `INSERT INTO groups (tenant, id, display_name, seen) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, id)
     DO UPDATE SET display_name = coalesce(excluded.display_name, display_name), seen = excluded.seen, left_at = NULL
     RETURNING n`,
  );
  const mention = db.prepare(
    `INSERT INTO groups (tenant, id, seen) VALUES (?, ?, ?) ON CONFLICT (tenant, id)
     DO UPDATE SET id = excluded.id RETURNING n`,
  );
  const leave = db.prepare('UPDATE groups SET left_at = ? WHERE tenant = ? AND id = ? AND left_at IS NULL RETURNING n');
  // A group has up to some thousand members, whose ids are passed as one JSON array.
  const addUsers = db.prepare(
    `INSERT INTO group_users (group_n, user_n, seen) SELECT ?, u.n, ?
     FROM json_each(?) member CROSS JOIN users u ON u.tenant = ? AND u.id = member.value WHERE true
     ON CONFLICT DO UPDATE SET seen = excluded.seen`,
  );
  const addUnknown = db.prepare(
    `INSERT INTO unknown_members (group_n, id, seen) SELECT ?, member.value, ? FROM json_each(?) member
     WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.tenant = ? AND u.id = member.value)
     ON CONFLICT DO UPDATE SET seen = excluded.seen`,
  );
  const addGroup = db.prepare(
    'INSERT INTO group_groups (parent_n, child_n, seen) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen',
  );
  const remove = [
    'DELETE FROM group_users WHERE group_n = ? AND user_n = (SELECT n FROM users WHERE tenant = ? AND id = ?)',
    'DELETE FROM group_groups WHERE parent_n = ? AND child_n = (SELECT n FROM groups WHERE tenant = ? AND id = ?)',
  ].map(sql => db.prepare(sql));
  const removeUnknown = db.prepare('DELETE FROM unknown_members WHERE group_n = ? AND id = ?');
  const empty = [
    'DELETE FROM group_users WHERE group_n = ?',
    'DELETE FROM unknown_members WHERE group_n = ?',
    'DELETE FROM group_groups WHERE parent_n = ?',
  ].map(sql => db.prepare(sql));
  const numberOf = (row: unknown) => (row as { n: number }).n;

  const addMembers = (
    { n: tenant, groups_generation: generation }: TenantRow,
    group: number,
    members: readonly MemberNews[],
  ) => {
    for (const { id } of members.filter(isGroup)) {
      addGroup.run(group, numberOf(mention.get(tenant, id, generation)), generation);
    }
    const users = members.filter(isUser).map(({ id }) => id);
    if (users.length === 0) return;
    const ids = JSON.stringify(users);
    const { changes } = addUsers.run(group, generation, ids, tenant);
    if (changes !== users.length) addUnknown.run(group, generation, ids, tenant);
  };

  const removeMember = (tenant: TenantRow, group: number, { id }: MemberNews) => {
    for (const statement of remove) statement.run(group, tenant.n, id);
    removeUnknown.run(group, id);
  };

  const write = (tenant: TenantRow, news: GroupNews, counts: ImportCounts) => {
    if (news['@removed'] != null) {
      const gone = leave.get(now(), tenant.n, news.id);
      if (gone !== undefined) for (const statement of empty) statement.run(numberOf(gone));
      return;
    }
    const group = numberOf(name.get(tenant.n, news.id, news.displayName ?? null, tenant.groups_generation));
    counts.groups++;
    const told = news['members@delta'] ?? [];
    counts.memberships += told.length;
    if (!told.some(isRemoved)) return addMembers(tenant, group, told);
    // If a member occurs twice, the last entry counts.
    const members = [...new Map(told.map(member => [member.id, member])).values()];
    for (const member of members.filter(isRemoved)) removeMember(tenant, group, member);
    addMembers(
      tenant,
      group,
      members.filter(member => !isRemoved(member)),
    );
  };

  return {
    groups: (tenant: TenantRow, items: readonly GroupNews[]): ImportCounts => {
      const counts = { ...nothingCounted };
      for (const news of items) write(tenant, news, counts);
      return counts;
    },

    /**
     * Drops the index of groups by user during the first import. Updating it for hundreds of thousands of memberships costs more than
     * writing them, and nothing reads it so early.
     */
    unindex: (): void => {
      const { any } = db.prepare('SELECT EXISTS (SELECT 1 FROM group_users) AS any').get() ?? {};
      if (any === 0) db.exec('DROP INDEX IF EXISTS group_users_user');
    },

    index: (): void => db.exec('CREATE INDEX IF NOT EXISTS group_users_user ON group_users (user_n)'),

    /** Returns the number of groups and memberships, and how many of them the full rounds had. */
    met: ({ n, groups_generation }: TenantRow): { what: string; known: number; met: number }[] => {
      const count = (what: string, rows: string) => {
        const sql = `SELECT count(*) AS known, count(*) FILTER (WHERE seen >= ?) AS met FROM ${rows}`;
        const row = db.prepare(sql).get(groups_generation, n);
        return { what, known: Number(row?.known), met: Number(row?.met) };
      };
      const ofTenant = 'IN (SELECT n FROM groups WHERE tenant = ?)';
      return [
        count('groups', 'groups WHERE tenant = ? AND left_at IS NULL AND display_name IS NOT NULL'),
        count('memberships', `group_users WHERE group_n ${ofTenant}`),
        count('memberships', `unknown_members WHERE group_n ${ofTenant}`),
        count('memberships', `group_groups WHERE parent_n ${ofTenant}`),
      ];
    },

    /** Call after a full round: deletes groups and memberships that it did not have. */
    sweep: ({ n, groups_generation: generation }: TenantRow): void => {
      db.prepare('UPDATE groups SET left_at = ? WHERE tenant = ? AND left_at IS NULL AND seen < ?').run(
        now(),
        n,
        generation,
      );
      const ofTenant = 'IN (SELECT n FROM groups WHERE tenant = ?)';
      db.prepare(`DELETE FROM group_users WHERE seen < ? AND group_n ${ofTenant}`).run(generation, n);
      db.prepare(`DELETE FROM unknown_members WHERE seen < ? AND group_n ${ofTenant}`).run(generation, n);
      db.prepare(`DELETE FROM group_groups WHERE seen < ? AND parent_n ${ofTenant}`).run(generation, n);
    },

    /** Adds members that were unknown when their group was read, and have been imported since. */
    resolve: ({ n }: TenantRow): void => {
      const known = 'FROM unknown_members m JOIN users u ON u.tenant = ? AND u.id = m.id';
      db.prepare(
        `INSERT INTO group_users (group_n, user_n, seen) SELECT m.group_n, u.n, m.seen ${known} WHERE true
         ON CONFLICT DO NOTHING`,
      ).run(n);
      db.prepare(
        'DELETE FROM unknown_members WHERE EXISTS (SELECT 1 FROM users u WHERE u.tenant = ? AND u.id = unknown_members.id)',
      ).run(n);
    },
  };
}

function isRemoved({ '@removed': removed }: MemberNews): boolean {
  return removed != null;
}

function isGroup({ '@odata.type': kind }: MemberNews): boolean {
  return kind === '#microsoft.graph.group';
}

/** Returns whether a member is a user. A device or an application has no passkey. */
function isUser({ '@odata.type': kind }: MemberNews): boolean {
  return kind == null || kind === '#microsoft.graph.user';
}
