import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { methodsWithFile } from '../../../base/store/storageError.ts';
import type { TenantNames } from '../../../base/store/tenantNames.ts';
import { kindsOf } from '../../directory/database/kinds.ts';
import { directoryFile, openDirectoryDatabase } from '../../directory/database/open.ts';
import { TenantKeys } from '../../directory/database/tenantKeys.ts';
import type { KnownUser } from './decide.ts';

/** An imported user with the number in the directory. */
export interface Person extends KnownUser {
  readonly n: number;
  readonly id: string;
  readonly upn: string;
  readonly displayName: string;
  readonly firstSeenAt: string;
}

export interface DirectoryTenant {
  readonly n: number;
  /** The tenant's name in keydesk.db, even if the directory has an earlier one. */
  readonly key: string;
  /** Changes with every write. */
  readonly version: number;
  /** An earlier version may have announced the users up to this number. */
  readonly announced: number;
  readonly users_at: string | null;
  readonly groups_refused: string | null;
  /** When the report of registered passkeys was read; null if it was not. */
  readonly registrations_at: string | null;
}

/** How far the users of a tenant were read: the number of the last user, and of the last return. */
export interface Arrivals {
  readonly users: number;
  readonly returns: number;
}

/** The engine's queries of the imported directory. */
export interface People {
  tenant(key: string): DirectoryTenant | undefined;
  /** Returns the tenants without a running import, each with the id of its last import. */
  imported(): (DirectoryTenant & { readonly importId: string })[];
  /** Returns the id of the tenant's last import; null if there is none. */
  lastImport(tenant: DirectoryTenant): string | null;
  /** Returns whether the directory has this import of the tenant. */
  hasImport(tenant: DirectoryTenant, importId: string): boolean;
  /** Returns whether users arrived or came back after these numbers. */
  hasNews(tenant: DirectoryTenant, after: Arrivals): boolean;
  /** Returns the users with a number above `n`, by number, including those who left. */
  arrived(tenant: DirectoryTenant, n: number, limit: number): Person[];
  /** Returns the users who left and came back, in that order, after return number `n`. `place` is the number of the return. */
  returned(tenant: DirectoryTenant, n: number, limit: number): (Person & { readonly place: number })[];
  /** Returns the users with a number above `n`, by number, without those who left. */
  after(tenant: DirectoryTenant, n: number, limit: number): Person[];
  find(tenant: DirectoryTenant, id: string): Person | undefined;
  /** Returns the numbers of the groups that the user is a direct member of. */
  groupsOf(person: Person): number[];
  /** Returns the numbers of a group and of the groups inside it; empty if the group is unknown. */
  inside(tenant: DirectoryTenant, groupId: string): number[];
  /** Returns a number that changes when another connection has written. */
  changes(): number;
}

/** Opens the imported directory. Returns undefined if nothing was ever imported. @param names the tenant names in keydesk.db */
export function openPeople(folder: string, names: TenantNames): People | undefined {
  const file = directoryFile(folder);
  // The engine's thread has two files open. An error of this file must not name keydesk.db, whose loss costs more.
  return existsSync(file) ? methodsWithFile(file, people(openDirectoryDatabase(folder), names)) : undefined;
}

const TENANT = 'n, key, version, announced, users_at, groups_refused, registrations_at';
const COLUMNS = 'n, id, upn, display_name, enabled, guest, passkey, kinds, left_at, first_seen_at';

function people(db: DatabaseSync, names: TenantNames): People {
  // Each user is read once, mostly in storage order.
  db.exec('PRAGMA cache_size = -8192');
  const keys = new TenantKeys(db, () => names);
  // Groups are imported after users, so until the import is finished no user is in a group.
  const imported = db.prepare(
    `SELECT ${TENANT},
       (SELECT id FROM imports WHERE tenant = tenants.n ORDER BY n DESC LIMIT 1) AS importId
     FROM tenants WHERE import IS NULL AND users_at IS NOT NULL`,
  );
  const lastImport = db.prepare('SELECT id FROM imports WHERE tenant = ? ORDER BY n DESC LIMIT 1');
  const hasImport = db.prepare('SELECT 1 FROM imports WHERE tenant = ? AND id = ? ORDER BY n DESC LIMIT 1');
  const hasNews = db.prepare(
    `SELECT EXISTS (SELECT 1 FROM users NOT INDEXED WHERE n > ?2 AND tenant = ?1)
       OR EXISTS (SELECT 1 FROM returns WHERE n > ?3 AND tenant = ?1) AS news`,
  );
  const arrived = db.prepare(`SELECT ${COLUMNS} FROM users NOT INDEXED WHERE n > ? AND tenant = ? ORDER BY n LIMIT ?`);
  const returned = db.prepare(
    `SELECT users.*, returns.n AS place FROM returns JOIN users ON users.n = user_n
     WHERE returns.n > ? AND returns.tenant = ? ORDER BY returns.n LIMIT ?`,
  );
  const after = db.prepare(
    `SELECT ${COLUMNS} FROM users NOT INDEXED WHERE n > ? AND tenant = ? AND left_at IS NULL ORDER BY n LIMIT ?`,
  );
  const find = db.prepare(`SELECT ${COLUMNS} FROM users WHERE tenant = ? AND id = ?`);
  const changes = db.prepare('PRAGMA data_version');
  const groupsOf = db.prepare('SELECT group_n FROM group_users WHERE user_n = ?');
  const inside = db.prepare(
    `WITH RECURSIVE inner_groups (n) AS (
       SELECT n FROM groups WHERE tenant = ? AND id = ? AND left_at IS NULL
       UNION SELECT child_n FROM group_groups JOIN inner_groups ON parent_n = inner_groups.n)
     SELECT n FROM inner_groups`,
  );
  return {
    tenant: key => keys.row<DirectoryTenant>(key),
    imported: () =>
      (imported.all() as unknown as ReturnType<People['imported']>)
        .map(row => ({ ...row, key: keys.current(row.key) }))
        // If a tenant has two rows, only its own row is read.
        .filter(({ n, key }) => keys.row<DirectoryTenant>(key)?.n === n),
    lastImport: ({ n }) => {
      const row = lastImport.get(n);
      return row === undefined ? null : String(row.id);
    },
    hasImport: ({ n }, id) => hasImport.get(n, id) !== undefined,
    hasNews: ({ n }, { users, returns }) => hasNews.get(n, users, returns)?.news === 1,
    arrived: (of, n, limit) => arrived.all(n, of.n, limit).map(row => toPerson(row, of)),
    returned: (of, n, limit) =>
      returned.all(n, of.n, limit).map(row => ({ ...toPerson(row, of), place: Number(row.place) })),
    after: (of, n, limit) => after.all(n, of.n, limit).map(row => toPerson(row, of)),
    find: (of, id) => {
      const row = find.get(of.n, id);
      return row === undefined ? undefined : toPerson(row, of);
    },
    groupsOf: ({ n }) => groupsOf.all(n).map(row => Number(row.group_n)),
    changes: () => Number(changes.get()?.data_version),
    inside: (of, id) => inside.all(of.n, id).map(row => Number(row.n)),
  };
}

function toPerson(row: Record<string, unknown>, { registrations_at }: DirectoryTenant): Person {
  return {
    n: Number(row.n),
    id: String(row.id),
    upn: String(row.upn),
    displayName: String(row.display_name),
    enabled: row.enabled === 1,
    guest: row.guest === 1,
    left: row.left_at !== null,
    firstSeenAt: String(row.first_seen_at),
    passkeys: passkeysOf(row),
    reportedAt: registrations_at,
  };
}

/**
 * Returns the kinds of a user's passkeys. Until the report is read again, the kind of a passkey of an earlier import is unknown, and it
 * counts.
 */
function passkeysOf({ passkey, kinds }: Record<string, unknown>): Person['passkeys'] {
  return kindsOf(kinds) ?? (passkey === null ? null : passkey === 1 ? ['security-key'] : []);
}
