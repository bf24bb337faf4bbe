import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../contract/directory.ts';
import type { GroupNews } from '../../graph/delta.ts';
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
  const addUser = db.prepare(
    `INSERT INTO group_users (group_n, user_n, seen) SELECT ?, n, ? FROM users WHERE tenant = ? AND id = ?
     ON CONFLICT DO UPDATE SET seen = excluded.seen`,
  );
  const addUnknown = db.prepare(
    'INSERT INTO unknown_members (group_n, id, seen) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen',
  );
  const addGroup = db.prepare(
    'INSERT INTO group_groups (parent_n, child_n, seen) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen',
  );
  const removeMember = [
    'DELETE FROM group_users WHERE group_n = ? AND user_n = (SELECT n FROM users WHERE tenant = ? AND id = ?)',
    'DELETE FROM group_groups WHERE parent_n = ? AND child_n = (SELECT n FROM groups WHERE tenant = ? AND id = ?)',
  ].map(sql => db.prepare(sql));
  const removeUnknown = db.prepare('DELETE FROM unknown_members WHERE group_n = ? AND id = ?');
  const empty = ['group_users WHERE group_n', 'unknown_members WHERE group_n', 'group_groups WHERE parent_n'].map(
    rows => db.prepare(`DELETE FROM ${rows} = ?`),
  );
  const numberOf = (row: unknown) => (row as { n: number }).n;

  const addMember = (tenant: TenantRow, group: number, id: string, kind: string | undefined) => {
    if (kind === '#microsoft.graph.group') {
      addGroup.run(group, numberOf(mention.get(tenant.n, id, tenant.generation)), tenant.generation);
    } else if (kind === undefined || kind === '#microsoft.graph.user') {
      // What is neither, a device or an application, holds no passkey.
      const { changes } = addUser.run(group, tenant.generation, tenant.n, id);
      if (changes === 0) addUnknown.run(group, id, tenant.generation);
    }
  };

  const write = (tenant: TenantRow, news: GroupNews, counts: ImportCounts) => {
    if (news['@removed'] !== undefined) {
      const gone = leave.get(now(), tenant.n, news.id);
      if (gone !== undefined) for (const statement of empty) statement.run(numberOf(gone));
      return;
    }
    const group = numberOf(name.get(tenant.n, news.id, news.displayName ?? null, tenant.generation));
    counts.groups++;
    for (const { id, '@odata.type': kind, '@removed': removed } of news['members@delta'] ?? []) {
      counts.memberships++;
      if (removed === undefined) {
        addMember(tenant, group, id, kind);
        continue;
      }
      for (const statement of removeMember) statement.run(group, tenant.n, id);
      removeUnknown.run(group, id);
    }
  };

  return {
    groups: (tenant: TenantRow, items: readonly GroupNews[]): ImportCounts => {
      const counts = { ...nothingCounted };
      for (const news of items) write(tenant, news, counts);
      return counts;
    },

    /** After a full import: groups and memberships that it did not meet are no more. */
    sweep: ({ n, generation }: TenantRow): void => {
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

    /** Members that were unknown when their group was read, and have been imported since. */
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
