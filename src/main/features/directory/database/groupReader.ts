import type { DatabaseSync } from 'node:sqlite';
import type { GroupRow } from '../../../../contract/directory/schema.ts';
import { fold } from '../../../base/fold.ts';

export type GroupReader = ReturnType<typeof groupReader>;

export function groupReader(db: DatabaseSync) {
  const named = db.prepare(
    `SELECT id, display_name AS displayName, (SELECT count(*) FROM group_users WHERE group_n = groups.n) AS members
     FROM groups WHERE tenant = ? AND left_at IS NULL AND display_name IS NOT NULL AND n IN (SELECT value FROM json_each(?))
     ORDER BY display_name COLLATE NOCASE`,
  );
  const names = db.prepare(
    'SELECT n, display_name FROM groups WHERE tenant = ? AND left_at IS NULL AND display_name IS NOT NULL ORDER BY display_name COLLATE NOCASE',
  );
  // UNION instead of UNION ALL ends a cycle of groups.
  const inside = db.prepare(
    `WITH RECURSIVE inner_groups (n) AS (
       SELECT n FROM groups WHERE tenant = ? AND id = ? AND left_at IS NULL
       UNION SELECT child_n FROM group_groups JOIN inner_groups ON parent_n = inner_groups.n)
     SELECT n FROM inner_groups`,
  );
  const around = db.prepare(
    `WITH RECURSIVE outer_groups (n) AS (
       SELECT group_n FROM group_users JOIN users ON users.n = user_n WHERE users.tenant = ? AND users.id = ?
       UNION SELECT parent_n FROM group_groups JOIN outer_groups ON child_n = outer_groups.n)
     SELECT n FROM outer_groups`,
  );
  // CROSS JOIN keeps the order: each user is looked up, instead of comparing all users of the tenant with the list.
  const among = db.prepare(
    `SELECT users.id FROM json_each(?) asked CROSS JOIN users ON users.tenant = ? AND users.id = asked.value
     WHERE EXISTS (SELECT 1 FROM json_each(?) g JOIN group_users m ON m.group_n = g.value AND m.user_n = users.n)`,
  );
  const numbers = (rows: unknown[]) => (rows as { n: number }[]).map(({ n }) => n);
  const rowsOf = (tenant: number, list: readonly number[]) =>
    named.all(tenant, JSON.stringify(list)) as unknown as GroupRow[];

  return {
    /** Returns the groups whose name contains a folded text. */
    search: (tenant: number, text: string, limit: number): GroupRow[] => {
      const found = (names.all(tenant) as unknown as { n: number; display_name: string }[])
        .filter(({ display_name }) => fold(display_name).includes(text))
        .slice(0, limit);
      return rowsOf(
        tenant,
        found.map(({ n }) => n),
      );
    },
    /** Returns a group by its object id. */
    one: (tenant: number, id: string): GroupRow | undefined =>
      rowsOf(tenant, numbers(inside.all(tenant, id))).find(group => group.id === id),
    /** Returns the numbers of a group and of all groups inside it. */
    inside: (tenant: number, id: string): number[] => numbers(inside.all(tenant, id)),
    /** Returns which of these users, by object id, are in one of these groups. */
    membersAmong: (tenant: number, groups: readonly number[], userIds: readonly string[]): string[] =>
      (among.all(JSON.stringify(userIds), tenant, JSON.stringify(groups)) as { id: string }[]).map(({ id }) => id),
    of: (tenant: number, userId: string): GroupRow[] => rowsOf(tenant, numbers(around.all(tenant, userId))),
  };
}
