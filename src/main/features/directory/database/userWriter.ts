import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import { eachUserText } from '../../../../contract/users/schema.ts';
import { preparedRun } from '../../../base/store/statement.ts';
import type { Registration, UserNews } from '../../../services/graph/delta.ts';
import { kindBits } from './kinds.ts';
import { now } from './now.ts';
import { nothingCounted, type TenantRow } from './tenantRow.ts';
import { searchText, sortKey } from './text.ts';
import { type StoredFields, userColumns, userFields } from './userColumns.ts';

interface StoredUser extends StoredFields {
  readonly n: number;
  readonly search: string;
  readonly left_at: string | null;
  /** The generation of the last full import that had the user. */
  readonly seen: number;
  /** The number of the import that brought the user. */
  readonly first_import: number;
}

/** The fields that a search reads. */
const SEARCHED = ['displayName', 'userPrincipalName', 'mail', 'employeeId', 'department'] as const;

type Values = StoredFields & { readonly sortKey: string; readonly search: string };
type NewValues = Values & { tenant: number; id: string; import: number | null; at: string; generation: number };
type ChangedValues = Values & { at: string; generation: number; n: number };

type UserCounts = ImportCounts & { returned: number };

export function userWriter(db: DatabaseSync) {
  const columns = userFields.map(name => userColumns[name]);
  const find = db.prepare(
    `SELECT n, ${userFields.map(name => `${userColumns[name]} AS ${name}`).join(', ')}, search, left_at, seen, first_import
     FROM users WHERE tenant = ? AND id = ?`,
  );
  const insert = preparedRun<NewValues>(
    db,
    `INSERT INTO users (tenant, id, ${columns.join(', ')}, sort_key, search, first_import, first_seen_at, changed_at, seen)
     VALUES (:tenant, :id, ${userFields.map(name => `:${name}`).join(', ')}, :sortKey, :search, :import, :at, :at, :generation)
     ON CONFLICT DO NOTHING`,
  );
  const update = preparedRun<ChangedValues>(
    db,
    `UPDATE users SET ${userFields.map(name => `${userColumns[name]} = :${name}`).join(', ')}, sort_key = :sortKey,
       search = :search, changed_at = :at, left_at = NULL, seen = :generation WHERE n = :n`,
  );
  const comeBack = db.prepare('INSERT INTO returns (tenant, user_n) VALUES (?, ?)');
  const meet = db.prepare('UPDATE users SET seen = ? WHERE n = ?');
  const leave = db.prepare('UPDATE users SET left_at = :at, changed_at = :at WHERE n = :n');
  const index = db.prepare('INSERT INTO users_search (rowid, search) VALUES (?, ?)');
  const unindex = db.prepare("INSERT INTO users_search (users_search, rowid, search) VALUES ('delete', ?, ?)");
  const registerKinds = db.prepare(
    `UPDATE users SET passkey = :passkey, kinds = :kinds
     WHERE tenant = :tenant AND id = :id AND (passkey IS NOT :passkey OR kinds IS NOT :kinds)`,
  );
  const registerAdmin = db.prepare(
    'UPDATE users SET admin = :admin WHERE tenant = :tenant AND id = :id AND admin IS NOT :admin',
  );

  /** Adds a user. Returns false if the table has the user. */
  const add = (tenant: TenantRow, news: UserNews, counts: UserCounts, at: string): boolean => {
    const values = valuesOf(told(news, undefined, true));
    const { n, import: running, generation } = tenant;
    const row = insert(Object.assign(values, { tenant: n, id: news.id, import: running, at, generation }));
    if (row.changes === 0) return false;
    index.run(row.lastInsertRowid, values.search);
    counts.new++;
    return true;
  };

  const write = (tenant: TenantRow, news: UserNews, whole: boolean, counts: UserCounts, at: string) => {
    const removed = news['@removed'] != null;
    // During the first import nearly every user is new, so a lookup first would only cost time.
    if (tenant.users_at === null && !removed && add(tenant, news, counts, at)) return;
    const stored = find.get(tenant.n, news.id) as unknown as StoredUser | undefined;
    if (removed) {
      if (stored === undefined || stored.left_at !== null) return;
      leave.run({ at, n: stored.n });
      counts.left++;
      return;
    }
    if (stored === undefined) {
      add(tenant, news, counts, at);
      return;
    }
    // A full round has each user once as a whole. If it has a user again, that is a change.
    const user = told(news, stored, whole && stored.seen < tenant.generation);
    if (stored.left_at === null && same(stored, user)) {
      meet.run(tenant.generation, stored.n);
      return;
    }
    const values = valuesOf(user);
    update(Object.assign(values, { at, generation: tenant.generation, n: stored.n }));
    const { search } = values;
    if (search !== stored.search) {
      unindex.run(stored.n, stored.search);
      index.run(stored.n, search);
    }
    if (stored.left_at !== null) {
      comeBack.run(tenant.n, stored.n);
      counts.returned++;
      return;
    }
    // A user whom this import added counts as new, whatever later pages say.
    if (stored.first_import !== tenant.import) counts.changed++;
  };

  return {
    /**
     * Writes users.
     * @param whole whether this is a full round, in which a missing member means empty. In a round of changes it means unchanged
     */
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
          registerKinds.run({ passkey, kinds, tenant: tenant.n, id });
        }
        if (isAdmin != null) registerAdmin.run({ admin: isAdmin ? 1 : 0, tenant: tenant.n, id });
      }
      return { ...nothingCounted, registrations: items.length };
    },

    /** Returns how many of the present users the full round had. */
    met: ({ n, generation }: TenantRow): number => {
      const row = db
        .prepare('SELECT count(*) AS met FROM users WHERE tenant = ? AND left_at IS NULL AND seen >= ?')
        .get(n, generation);
      return Number(row?.met);
    },

    /** Call after a full round: marks users whom it did not have as left. Their rows stay. Returns how many. */
    sweep: (tenant: TenantRow): number => {
      const at = now();
      const { changes } = db
        .prepare(
          `UPDATE users SET left_at = :at, changed_at = :at
           WHERE tenant = :tenant AND left_at IS NULL AND seen < :generation`,
        )
        .run({ at, tenant: tenant.n, generation: tenant.generation });
      return Number(changes);
    },
  };
}

/**
 * Returns the fields of a user after an update from Graph.
 * @param whole whether a missing text means empty. A user name, whether the account is enabled, and the type of user are never empty in
 * Entra, so if they are missing, they stay unchanged
 */
function told(news: UserNews, stored: StoredUser | undefined, whole: boolean): StoredFields {
  const text = (value: string | null | undefined, known: string | null | undefined) =>
    value === undefined && !whole ? (known ?? null) : (value ?? null);
  const userPrincipalName = news.userPrincipalName ?? stored?.userPrincipalName ?? news.id;
  const enabled = news.accountEnabled ?? (stored === undefined ? true : stored.accountEnabled === 1);
  const guest = news.userType == null ? stored?.guest === 1 : news.userType === 'Guest';
  return {
    userPrincipalName,
    displayName: text(news.displayName, stored?.displayName) || userPrincipalName,
    ...eachUserText(name => text(news[name], stored?.[name])),
    accountEnabled: enabled ? 1 : 0,
    guest: guest ? 1 : 0,
  };
}

/** Adds the columns that follow from the fields to the object, which is faster than a copy for each user. */
function valuesOf(user: StoredFields): Values {
  const search = searchText(...SEARCHED.map(name => user[name]));
  return Object.assign(user, { sortKey: sortKey(user.displayName), search });
}

function same(stored: StoredUser, user: StoredFields): boolean {
  return userFields.every(name => stored[name] === user[name]);
}
