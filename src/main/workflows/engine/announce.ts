import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Immediate } from '../../store/immediate.ts';
import type { People } from './people.ts';

/** So many in one step. */
const USERS = 300;

/** Whether a workflow of the tenant asks in which groups a user is. */
function usesGroups(db: DatabaseSync, tenant: string): boolean {
  const row = db
    .prepare(
      `SELECT 1 FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.version
       WHERE w.tenant = ? AND w.enabled = 1 AND w.deleted_at IS NULL AND v.group_id IS NOT NULL`,
    )
    .get(tenant);
  return row !== undefined;
}

/**
 * Makes `user.imported` events of users whose import is finished. Their ids follow from tenant and user: cut off between the
 * events and the note that they are made, the next try makes no second ones. Where groups could not be read and a workflow asks
 * for one, the events wait: nobody could say whom it is about.
 */
export function announceUsers(db: DatabaseSync, people: People, immediate: Immediate): boolean {
  const news = people.withNews();
  // Nothing is locked for nothing.
  if (news.length === 0) return false;
  const publish = db.prepare(
    `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
     VALUES (?, 'user.imported', ?, ?, ?, ?, '{}') ON CONFLICT (id) DO NOTHING`,
  );
  const announced = immediate(() => {
    // Which workflows exist stays true until the events are there.
    const tenant = news.find(candidate => candidate.groups_refused === null || !usesGroups(db, candidate.key));
    if (tenant === undefined) return undefined;
    const users = people.after(tenant, tenant.announced, USERS);
    const at = new Date().toISOString();
    for (const { id, upn } of users) publish.run(idOf(tenant.key, id), at, tenant.key, id, upn);
    return { tenant, last: users.at(-1) };
  });
  if (announced === undefined) return false;
  const { tenant, last } = announced;
  if (last !== undefined) people.announced(tenant, last.n);
  return true;
}

function idOf(tenant: string, userId: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['user.imported', tenant, userId]))
    .digest('hex')
    .slice(0, 32);
}
