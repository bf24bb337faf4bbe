import type { DatabaseSync } from 'node:sqlite';
import { liveStates } from '../../../../contract/assignments/schema.ts';
import { literals } from '../../../base/store/literals.ts';
import type { LiveAssignment } from './decide.ts';

/** True if Entra's list of the user's passkeys has one without an assignment. A passkey of a revoked assignment will be deleted. */
const LISTED = `EXISTS (SELECT 1 FROM passkey_list l, json_each(l.json) m WHERE l.tenant = a.tenant AND l.user_id = a.user_id
  AND m.value ->> 'id' NOT IN (SELECT method_id FROM assignment o WHERE o.tenant = a.tenant AND o.user_id = a.user_id
    AND o.method_id IS NOT NULL))`;

const SELECT = `SELECT user_id, purpose, state, activated_at, state = 'active' AND (coalesce(other_passkeys, 0) > 0 OR ${LISTED}) AS others
  FROM assignment a WHERE state IN (${literals(liveStates)}) AND tenant = ?`;

/** Returns a function that returns the live assignments of a user. */
export function liveOfUser(db: DatabaseSync): (tenant: string, userId: string) => LiveAssignment[] {
  const statement = db.prepare(`${SELECT} AND user_id = ?`);
  return (tenant, userId) => statement.all(tenant, userId).map(toLive);
}

/** Returns the live assignments of all users of a tenant, by user id. */
export function liveByUser(db: DatabaseSync, tenant: string): Map<string, LiveAssignment[]> {
  const found = new Map<string, LiveAssignment[]>();
  for (const row of db.prepare(SELECT).iterate(tenant)) {
    const id = String(row.user_id);
    found.set(id, [...(found.get(id) ?? []), toLive(row)]);
  }
  return found;
}

function toLive(row: Record<string, unknown>): LiveAssignment {
  return {
    purpose: String(row.purpose),
    state: String(row.state),
    activatedAt: row.activated_at === null ? null : String(row.activated_at),
    others: row.others === 1,
  };
}
