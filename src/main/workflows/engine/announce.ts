import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { People } from './people.ts';

/** So many in one step. */
const USERS = 300;

/**
 * Makes `user.imported` events of users whose import is finished. Their ids follow from tenant and user: cut off between the
 * events and the note that they are made, the next try makes no second ones.
 */
export function announceUsers(db: DatabaseSync, people: People, immediate: <T>(work: () => T) => T): boolean {
  const [tenant] = people.withNews();
  if (tenant === undefined) return false;
  const users = people.after(tenant, tenant.announced, USERS);
  const publish = db.prepare(
    `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
     VALUES (?, 'user.imported', ?, ?, ?, ?, '{}') ON CONFLICT (id) DO NOTHING`,
  );
  immediate(() => {
    const at = new Date().toISOString();
    for (const { id, upn } of users) publish.run(idOf(tenant.key, id), at, tenant.key, id, upn);
  });
  const last = users.at(-1);
  if (last !== undefined) people.announced(tenant, last.n);
  return true;
}

function idOf(tenant: string, userId: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['user.imported', tenant, userId]))
    .digest('hex')
    .slice(0, 32);
}
