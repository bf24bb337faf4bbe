import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../contract/directory.ts';
import type { Registration, UserNews } from '../../graph/delta.ts';
import { now } from './now.ts';
import { nothingCounted, type TenantRow } from './tenantRow.ts';
import { searchText, sortKey } from './text.ts';

interface StoredUser {
  readonly n: number;
  readonly upn: string;
  readonly display_name: string;
  readonly mail: string | null;
  readonly job_title: string | null;
  readonly department: string | null;
  readonly employee_id: string | null;
  readonly enabled: number;
  readonly guest: number;
  readonly search: string;
  readonly left_at: string | null;
  /** The number of the import that brought the user. */
  readonly first_import: number;
}

type Members = Omit<StoredUser, 'n' | 'search' | 'left_at' | 'first_import'>;

type UserCounts = ImportCounts & { returned: number };

/** Names of the report's methods that are passkeys; their spelling differs by version of Graph. */
const PASSKEY = /fido2|passkey/i;

export function userWriter(db: DatabaseSync) {
  const find = db.prepare(
    `SELECT n, upn, display_name, mail, job_title, department, employee_id, enabled, guest, search, left_at, first_import
     FROM users WHERE tenant = ? AND id = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO users (tenant, id, upn, display_name, mail, job_title, department, employee_id, enabled, guest, sort_key,
       search, first_import, first_seen_at, changed_at, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const update = db.prepare(
    `UPDATE users SET upn = ?, display_name = ?, mail = ?, job_title = ?, department = ?, employee_id = ?, enabled = ?,
       guest = ?, sort_key = ?, search = ?, changed_at = ?, left_at = NULL, seen = ? WHERE n = ?`,
  );
  const meet = db.prepare('UPDATE users SET seen = ? WHERE n = ?');
  const leave = db.prepare('UPDATE users SET left_at = ?, changed_at = ? WHERE n = ?');
  const index = db.prepare('INSERT INTO users_search (rowid, search) VALUES (?, ?)');
  const unindex = db.prepare("INSERT INTO users_search (users_search, rowid, search) VALUES ('delete', ?, ?)");
  const register = db.prepare(
    'UPDATE users SET passkey = ?, admin = ? WHERE tenant = ? AND id = ? AND (passkey IS NOT ? OR admin IS NOT ?)',
  );

  /** False where the user is there already. */
  const add = (tenant: TenantRow, news: UserNews, counts: UserCounts, at: string): boolean => {
    const values = columnsOf(merged(news, undefined));
    const row = insert.run(tenant.n, news.id, ...values, tenant.import, at, at, tenant.generation);
    if (row.changes === 0) return false;
    index.run(row.lastInsertRowid, values[SEARCH]);
    counts.new++;
    return true;
  };

  const write = (tenant: TenantRow, news: UserNews, counts: UserCounts, at: string) => {
    const removed = news['@removed'] !== undefined;
    // Until everybody was told once, looking for them first would be mostly in vain.
    if (tenant.users_at === null && !removed && add(tenant, news, counts, at)) return;
    const stored = find.get(tenant.n, news.id) as unknown as StoredUser | undefined;
    if (removed) {
      if (stored === undefined || stored.left_at !== null) return;
      leave.run(at, at, stored.n);
      counts.left++;
      return;
    }
    if (stored === undefined) {
      add(tenant, news, counts, at);
      return;
    }
    const user = merged(news, stored);
    if (stored.left_at === null && same(stored, user)) {
      meet.run(tenant.generation, stored.n);
      return;
    }
    const values = columnsOf(user);
    update.run(...values, at, tenant.generation, stored.n);
    const search = values[SEARCH];
    if (search !== stored.search) {
      unindex.run(stored.n, stored.search);
      index.run(stored.n, search);
    }
    if (stored.left_at !== null) counts.returned++;
    // Pages may tell a user again; whom this import brought is new, whatever else it tells.
    else if (stored.first_import !== tenant.import) counts.changed++;
  };

  return {
    users: (tenant: TenantRow, items: readonly UserNews[]): UserCounts => {
      const counts: UserCounts = { ...nothingCounted, returned: 0 };
      const at = now();
      for (const news of items) write(tenant, news, counts, at);
      return counts;
    },

    registrations: (tenant: TenantRow, items: readonly Registration[]): ImportCounts => {
      for (const { id, isAdmin, methodsRegistered } of items) {
        const passkey = (methodsRegistered ?? []).some(method => PASSKEY.test(method)) ? 1 : 0;
        const admin = isAdmin === true ? 1 : 0;
        register.run(passkey, admin, tenant.n, id, passkey, admin);
      }
      return { ...nothingCounted, registrations: items.length };
    },

    /** After a full import: whom it did not meet has left. Their rows and their history stay. */
    sweep: (tenant: TenantRow): number => {
      const at = now();
      const { changes } = db
        .prepare('UPDATE users SET left_at = ?, changed_at = ? WHERE tenant = ? AND left_at IS NULL AND seen < ?')
        .run(at, at, tenant.n, tenant.generation);
      return Number(changes);
    },
  };
}

function merged(news: UserNews, stored: StoredUser | undefined): Members {
  const text = <T>(told: string | null | undefined, known: T) => (told === undefined ? known : told);
  const upn = news.userPrincipalName ?? stored?.upn ?? news.id;
  const enabled = news.accountEnabled ?? (stored === undefined ? true : stored.enabled === 1);
  const guest = news.userType == null ? stored?.guest === 1 : news.userType === 'Guest';
  return {
    upn,
    display_name: text(news.displayName, stored?.display_name ?? null) || upn,
    mail: text(news.mail, stored?.mail ?? null),
    job_title: text(news.jobTitle, stored?.job_title ?? null),
    department: text(news.department, stored?.department ?? null),
    employee_id: text(news.employeeId, stored?.employee_id ?? null),
    enabled: enabled ? 1 : 0,
    guest: guest ? 1 : 0,
  };
}

const SEARCH = 9;

/** The values of a row from upn to search, in the order of the statements. */
function columnsOf(user: Members) {
  return [
    user.upn,
    user.display_name,
    user.mail,
    user.job_title,
    user.department,
    user.employee_id,
    user.enabled,
    user.guest,
    sortKey(user.display_name),
    searchText(user.display_name, user.upn, user.mail, user.employee_id, user.department),
  ] as const;
}

function same(stored: StoredUser, user: Members): boolean {
  return (Object.keys(user) as (keyof Members)[]).every(member => stored[member] === user[member]);
}
