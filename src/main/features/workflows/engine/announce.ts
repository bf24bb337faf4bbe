import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Immediate } from '../../../base/store/immediate.ts';
import { stepsOn } from '../../../base/store/steps.ts';
import { publishing } from '../../../services/events/events.ts';
import type { Arrivals, DirectoryTenant, People, Person } from './people.ts';

/** Maximum number of users in one step. */
const USERS = 300;

/** A tenant whose import is finished, and how far its users are announced. */
interface Waiting {
  readonly tenant: DirectoryTenant & { readonly importId: string };
  readonly place: Arrivals;
}

/**
 * Makes `user.imported` events of users whose import is finished, in one transaction with the note that they are announced.
 * A directory that was imported again has other numbers: it is read from its beginning, and users who are known are skipped. If
 * groups could not be read and a workflow asks for one, the events wait, because no one could say which users they concern.
 * Returns whether there may be more.
 */
export function announceUsers(db: DatabaseSync, people: People, immediate: Immediate): boolean {
  // A lock is taken only if there is something to write.
  if (waitingTenants(db, people).length === 0) return false;
  return immediate(() => {
    // Which workflows exist, and what another Keydesk has announced, stays true until the events are there.
    const next = waitingTenants(db, people).find(
      ({ tenant }) => tenant.groups_refused === null || !usesGroups(db, tenant.key),
    );
    if (next === undefined) return false;
    const { tenant, place } = next;
    const arrived = people.arrived(tenant, place.users, USERS);
    const returned = people.returned(tenant, place.returns, USERS);
    const announce = announcer(db, tenant);
    for (const person of [...arrived, ...returned]) if (!person.left) announce(person);
    db.prepare(
      `INSERT INTO announced_place (tenant, import, user_n, return_n) VALUES (?, ?, ?, ?) ON CONFLICT (tenant)
       DO UPDATE SET import = excluded.import, user_n = excluded.user_n, return_n = excluded.return_n`,
    ).run(tenant.key, tenant.importId, arrived.at(-1)?.n ?? place.users, returned.at(-1)?.place ?? place.returns);
    return true;
  });
}

function waitingTenants(db: DatabaseSync, people: People): Waiting[] {
  const known = db.prepare('SELECT import, user_n, return_n FROM announced_place WHERE tenant = ?');
  return people.imported().flatMap(tenant => {
    const row = known.get(tenant.key);
    const isThis = row !== undefined && people.hasImport(tenant, String(row.import));
    const place = isThis ? { users: Number(row.user_n), returns: Number(row.return_n) } : { users: 0, returns: 0 };
    return people.hasNews(tenant, place) ? [{ tenant, place }] : [];
  });
}

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

/** Returns a function that makes a user's event, unless the user is known. */
function announcer(db: DatabaseSync, tenant: DirectoryTenant): (person: Person) => void {
  const first = db.prepare('SELECT min(created_at) AS at FROM workflow WHERE tenant = ?').get(tenant.key)?.at;
  const note = db.prepare('INSERT OR IGNORE INTO announced_user (tenant, user_id, times) VALUES (?, ?, 0)');
  const count = db.prepare(
    `INSERT INTO announced_user (tenant, user_id, times) VALUES (?, ?, 1) ON CONFLICT (tenant, user_id)
     DO UPDATE SET times = times + 1, again = 0 WHERE again = 1 RETURNING times`,
  );
  const perform = stepsOn(db);
  const at = new Date().toISOString();
  return ({ n, id, upn, firstSeenAt }) => {
    // An earlier version may have imported them before it had workflows: they have no event, and are new to no workflow.
    if (n <= tenant.announced && (first == null || firstSeenAt < String(first))) {
      note.run(tenant.key, id);
      return;
    }
    const times = count.get(tenant.key, id)?.times;
    if (times === undefined) return;
    const eventId = importedEventId(tenant.key, id, Number(times));
    const user = { id, userPrincipalName: upn };
    perform(publishing({ type: 'user.imported', id: eventId, at, tenant: tenant.key, user, data: {} }));
  };
}

/**
 * Returns the id of a user's event, the same after a restored backup, so that a webhook's receiver sees that it has it already.
 * @param tenant The name that the tenant has when the user is announced. The id stays when another name is learned.
 */
export function importedEventId(tenant: string, userId: string, times: number): string {
  const about = ['user.imported', tenant, userId, ...(times === 1 ? [] : [times])];
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32);
}
