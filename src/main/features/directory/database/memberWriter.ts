import type { DatabaseSync } from 'node:sqlite';
import type { MemberNews } from '../../../services/graph/delta.ts';
import type { TenantRow } from './tenantRow.ts';

/** Writes the members of groups. `group` is the number of a group's row. */
export interface MemberWriter {
  /** Adds members. A user who has not been imported yet is kept as unknown. */
  add(tenant: TenantRow, group: number, members: readonly MemberNews[]): void;
  remove(tenant: TenantRow, group: number, member: MemberNews): void;
  removeAll(group: number): void;
}

export function memberWriter(db: DatabaseSync): MemberWriter {
  const addUsers = userMembers(db);
  const addGroup = groupMembers(db);
  const removals = [
    'DELETE FROM group_users WHERE group_n = ? AND user_n = (SELECT n FROM users WHERE tenant = ? AND id = ?)',
    'DELETE FROM group_groups WHERE parent_n = ? AND child_n = (SELECT n FROM groups WHERE tenant = ? AND id = ?)',
  ].map(sql => db.prepare(sql));
  const removeUnknown = db.prepare('DELETE FROM unknown_members WHERE group_n = ? AND id = ?');
  const removeAll = [
    'DELETE FROM group_users WHERE group_n = ?',
    'DELETE FROM unknown_members WHERE group_n = ?',
    'DELETE FROM group_groups WHERE parent_n = ?',
  ].map(sql => db.prepare(sql));

  return {
    add: (tenant, group, members) => {
      for (const { id } of members.filter(isGroup)) addGroup(tenant, group, id);
      const users = members.filter(isUser).map(({ id }) => id);
      if (users.length > 0) addUsers(tenant, group, users);
    },
    remove: (tenant, group, { id }) => {
      for (const statement of removals) statement.run(group, tenant.n, id);
      removeUnknown.run(group, id);
    },
    removeAll: group => {
      for (const statement of removeAll) statement.run(group);
    },
  };
}

/** Returns a function that adds users to a group, by object id. */
function userMembers(db: DatabaseSync) {
  // A group has up to some thousand members, whose ids are passed as one JSON array.
  const add = db.prepare(
    `INSERT INTO group_users (group_n, user_n, seen) SELECT ?, u.n, ?
     FROM json_each(?) member CROSS JOIN users u ON u.tenant = ? AND u.id = member.value WHERE true
     ON CONFLICT DO UPDATE SET seen = excluded.seen`,
  );
  const addUnknown = db.prepare(
    `INSERT INTO unknown_members (group_n, id, seen) SELECT ?, member.value, ? FROM json_each(?) member
     WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.tenant = ? AND u.id = member.value)
     ON CONFLICT DO UPDATE SET seen = excluded.seen`,
  );

  return ({ n: tenant, groups_generation: generation }: TenantRow, group: number, users: readonly string[]) => {
    const ids = JSON.stringify(users);
    const { changes } = add.run(group, generation, ids, tenant);
    if (changes !== users.length) addUnknown.run(group, generation, ids, tenant);
  };
}

/** Returns a function that adds a group to a group, by object id. It may be a group that has not been read yet. */
function groupMembers(db: DatabaseSync) {
  const mention = db.prepare(
    `INSERT INTO groups (tenant, id, seen) VALUES (?, ?, ?) ON CONFLICT (tenant, id)
     DO UPDATE SET id = excluded.id RETURNING n`,
  );
  const add = db.prepare(
    'INSERT INTO group_groups (parent_n, child_n, seen) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen = excluded.seen',
  );

  return ({ n: tenant, groups_generation: generation }: TenantRow, parent: number, id: string) => {
    const { n: child } = mention.get(tenant, id, generation) as { n: number };
    add.run(parent, child, generation);
  };
}

function isGroup({ '@odata.type': kind }: MemberNews): boolean {
  return kind === '#microsoft.graph.group';
}

/** Returns whether a member is a user. A device or an application has no passkey. */
function isUser({ '@odata.type': kind }: MemberNews): boolean {
  return kind == null || kind === '#microsoft.graph.user';
}
