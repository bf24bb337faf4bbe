import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Immediate } from '../../../base/store/immediate.ts';
import { stepsOn } from '../../../base/store/steps.ts';
import { publishing } from '../../../services/events/events.ts';
import type { Arrivals, DirectoryTenant, People, Person } from './people.ts';

/** Maximum number of users per transaction. */
const USERS = 300;

/** A tenant whose import is finished, and its last announced user. */
interface Waiting {
  readonly tenant: DirectoryTenant & { readonly importId: string };
  readonly place: Arrivals;
}

/**
 * Publishes `user.imported` for users of finished imports, and marks them as announced in the same transaction. A directory that was
 * imported again numbers users differently: it is read from the beginning, and known users are skipped. If groups could not be read and a
 * workflow uses one, the users stay unannounced until an import reads them. Returns whether there may be more.
 */
export function announceUsers(
  db: DatabaseSync,
  people: People,
  { immediate, now }: { readonly immediate: Immediate; readonly now: () => number },
): boolean {
  // Takes the lock only if there is something to write.
  if (waitingTenants(db, people).length === 0) return false;
  return immediate(() => {
    // Inside the transaction no other Keydesk can change the workflows or announce users.
    const next = waitingTenants(db, people).find(
      ({ tenant }) => tenant.groups_refused === null || !usesGroups(db, tenant.key),
    );
    if (next === undefined) return false;
    const { tenant, place } = next;
    const arrived = people.arrived(tenant, place.users, USERS);
    const returned = people.returned(tenant, place.returns, USERS);
    const announce = announcer(db, tenant, new Date(now()).toISOString());
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

/** Returns whether a workflow of the tenant depends on a group. */
function usesGroups(db: DatabaseSync, tenant: string): boolean {
  const row = db
    .prepare(
      `SELECT 1 FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.version
       WHERE w.tenant = ? AND w.enabled = 1 AND w.deleted_at IS NULL AND v.group_id IS NOT NULL`,
    )
    .get(tenant);
  return row !== undefined;
}

/** Returns a function that publishes the event of a user, unless the user is known. @param at the time of the events */
function announcer(db: DatabaseSync, tenant: DirectoryTenant, at: string): (person: Person) => void {
  const first = db.prepare('SELECT min(created_at) AS at FROM workflow WHERE tenant = ?').get(tenant.key)?.at;
  const note = db.prepare('INSERT OR IGNORE INTO announced_user (tenant, user_id, times) VALUES (?, ?, 0)');
  const count = db.prepare(
    `INSERT INTO announced_user (tenant, user_id, times) VALUES (?, ?, 1) ON CONFLICT (tenant, user_id)
     DO UPDATE SET times = times + 1, again = 0 WHERE again = 1 RETURNING times`,
  );
  const perform = stepsOn(db);
  return ({ n, id, upn, firstSeenAt }) => {
    // An earlier version may have imported these users before there were workflows, so they do not count as new.
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
 * Returns the id of a user's event. It is the same after a restored backup, so that receivers of webhooks recognize duplicates.
 * @param tenant the name of the tenant when the user is announced. The id stays when the tenant gets another name
 */
export function importedEventId(tenant: string, userId: string, times: number): string {
  const about = ['user.imported', tenant, userId, ...(times === 1 ? [] : [times])];
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32);
}
