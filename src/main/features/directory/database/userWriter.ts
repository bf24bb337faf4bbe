import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import type { Registration, UserNews } from '../../../services/graph/delta.ts';
import { kindBits } from './kinds.ts';
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
  /** The last full round that met the user. */
  readonly seen: number;
  /** The number of the import that brought the user. */
  readonly first_import: number;
}

type Members = Omit<StoredUser, 'n' | 'search' | 'left_at' | 'seen' | 'first_import'>;

type UserCounts = ImportCounts & { returned: number };

export function userWriter(db: DatabaseSync) {
  const find = db.prepare(
    `SELECT n, upn, display_name, mail, job_title, department, employee_id, enabled, guest, search, left_at, seen, first_import
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
  const comeBack = db.prepare('INSERT INTO returns (tenant, user_n) VALUES (?, ?)');
  const meet = db.prepare('UPDATE users SET seen = ? WHERE n = ?');
  const leave = db.prepare('UPDATE users SET left_at = ?, changed_at = ? WHERE n = ?');
  const index = db.prepare('INSERT INTO users_search (rowid, search) VALUES (?, ?)');
  const unindex = db.prepare("INSERT INTO users_search (users_search, rowid, search) VALUES ('delete', ?, ?)");
  const registerKinds = db.prepare(
    'UPDATE users SET passkey = ?, kinds = ? WHERE tenant = ? AND id = ? AND (passkey IS NOT ? OR kinds IS NOT ?)',
  );
  const registerAdmin = db.prepare('UPDATE users SET admin = ? WHERE tenant = ? AND id = ? AND admin IS NOT ?');

  /** False where the user is there already. */
  const add = (tenant: TenantRow, news: UserNews, counts: UserCounts, at: string): boolean => {
    const values = columnsOf(told(news, undefined, true));
    const row = insert.run(tenant.n, news.id, ...values, tenant.import, at, at, tenant.generation);
    if (row.changes === 0) return false;
    index.run(row.lastInsertRowid, values[SEARCH]);
    counts.new++;
    return true;
  };

  const write = (tenant: TenantRow, news: UserNews, whole: boolean, counts: UserCounts, at: string) => {
    const removed = news['@removed'] != null;
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
    // A full round tells the whole user once; when it comes to the same user again, it tells a change.
    const user = told(news, stored, whole && stored.seen < tenant.generation);
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
    if (stored.left_at !== null) {
      comeBack.run(tenant.n, stored.n);
      counts.returned++;
      return;
    }
    // A user that this import brought is new, whatever its later pages say.
    if (stored.first_import !== tenant.import) counts.changed++;
  };

  return {
    /** `whole`: by a full round, where what is not told is empty; by a round of changes it is unchanged. */
    users: (tenant: TenantRow, items: readonly UserNews[], whole: boolean): UserCounts => {
      const counts: UserCounts = { ...nothingCounted, returned: 0 };
      const at = now();
      for (const news of items) write(tenant, news, whole, counts, at);
      return counts;
    },

    registrations: (tenant: TenantRow, items: readonly Registration[]): ImportCounts => {
      for (const { id, isAdmin, methodsRegistered } of items) {
        if (methodsRegistered != null) {
          const kinds = kindBits(methodsRegistered);
          const passkey = kinds === 0 ? 0 : 1;
          registerKinds.run(passkey, kinds, tenant.n, id, passkey, kinds);
        }
        if (isAdmin != null) registerAdmin.run(isAdmin ? 1 : 0, tenant.n, id, isAdmin ? 1 : 0);
      }
      return { ...nothingCounted, registrations: items.length };
    },

    /** How many of the present users a full round has met. */
    met: ({ n, generation }: TenantRow): number => {
      const row = db
        .prepare('SELECT count(*) AS met FROM users WHERE tenant = ? AND left_at IS NULL AND seen >= ?')
        .get(n, generation);
      return Number(row?.met);
    },

    /** After a full round: whom it did not meet has left. Their rows and their history stay. */
    sweep: (tenant: TenantRow): number => {
      const at = now();
      const { changes } = db
        .prepare('UPDATE users SET left_at = ?, changed_at = ? WHERE tenant = ? AND left_at IS NULL AND seen < ?')
        .run(at, at, tenant.n, tenant.generation);
      return Number(changes);
    },
  };
}

/**
 * A user as news tell one. `whole`: what is not told is empty. But a user name, whether the account is enabled, and the type of
 * user are never empty in Entra, so their absence says nothing.
 */
function told(news: UserNews, stored: StoredUser | undefined, whole: boolean): Members {
  const text = (value: string | null | undefined, known: string | null | undefined) =>
    value === undefined && !whole ? (known ?? null) : (value ?? null);
  const upn = news.userPrincipalName ?? stored?.upn ?? news.id;
  const enabled = news.accountEnabled ?? (stored === undefined ? true : stored.enabled === 1);
  const guest = news.userType == null ? stored?.guest === 1 : news.userType === 'Guest';
  return {
    upn,
    display_name: text(news.displayName, stored?.display_name) || upn,
    mail: text(news.mail, stored?.mail),
    job_title: text(news.jobTitle, stored?.job_title),
    department: text(news.department, stored?.department),
    employee_id: text(news.employeeId, stored?.employee_id),
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
