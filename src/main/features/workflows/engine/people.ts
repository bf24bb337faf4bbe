import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { methodsWithFile } from '../../../base/store/storageError.ts';
import type { TenantNames } from '../../../base/store/tenantNames.ts';
import { kindsOf } from '../../directory/database/kinds.ts';
import { directoryFile, openDirectoryDatabase } from '../../directory/database/open.ts';
import { TenantKeys } from '../../directory/database/tenantKeys.ts';
import type { KnownUser } from './decide.ts';

/** An imported user with their number in the directory. */
export interface Person extends KnownUser {
  readonly n: number;
  readonly id: string;
  readonly upn: string;
  readonly displayName: string;
  readonly firstSeenAt: string;
}

export interface DirectoryTenant {
  readonly n: number;
  /** The tenant's name in keydesk.db, also where the directory has an earlier one. */
  readonly key: string;
  /** Grows with every change. */
  readonly version: number;
  /** Users up to this number may have been announced by a version that noted it here. */
  readonly announced: number;
  readonly users_at: string | null;
  readonly groups_refused: string | null;
  /** When the report of registered passkeys was read; null where it was not. */
  readonly registrations_at: string | null;
}

/** How far the users of a tenant were read: the number of the last user, and of the last return. */
export interface Arrivals {
  readonly users: number;
  readonly returns: number;
}

/** Questions of the engine to the imported directory. */
export interface People {
  tenant(key: string): DirectoryTenant | undefined;
  /** Tenants without a running import, each with the id of its last one. */
  imported(): (DirectoryTenant & { readonly importId: string })[];
  /** The id of the tenant's last import; null for none. */
  lastImport(tenant: DirectoryTenant): string | null;
  /** Whether the directory has this import of the tenant. */
  hasImport(tenant: DirectoryTenant, importId: string): boolean;
  /** Whether users arrived, or came back, after these numbers. */
  hasNews(tenant: DirectoryTenant, after: Arrivals): boolean;
  /** Users of a number above `n`, by number, also those who left. */
  arrived(tenant: DirectoryTenant, n: number, limit: number): Person[];
  /** Users who left and came back, in that order, after the return of number `n`. `place` is the number of the return. */
  returned(tenant: DirectoryTenant, n: number, limit: number): (Person & { readonly place: number })[];
  /** Users of a number above `n`, by number; those who left are not among them. */
  after(tenant: DirectoryTenant, n: number, limit: number): Person[];
  find(tenant: DirectoryTenant, id: string): Person | undefined;
  /** Numbers of the groups that a user is in directly. */
  groupsOf(person: Person): number[];
  /** Numbers of a group and of those inside it; none where it is not known. */
  inside(tenant: DirectoryTenant, groupId: string): number[];
  /** Another number after others have written. */
  changes(): number;
}

/** Undefined where nothing was ever imported. @param names those of keydesk.db */
export function openPeople(folder: string, names: TenantNames): People | undefined {
  const file = directoryFile(folder);
  // The engine's thread has two files open: an error of this one must not name the other, whose loss costs more.
  return existsSync(file) ? methodsWithFile(file, people(openDirectoryDatabase(folder), names)) : undefined;
}

const TENANT = 'n, key, version, announced, users_at, groups_refused, registrations_at';
const COLUMNS = 'n, id, upn, display_name, enabled, guest, passkey, kinds, left_at, first_seen_at';

function people(db: DatabaseSync, names: TenantNames): People {
  // Users are asked for once each, mostly in the order in which they stand.
  db.exec('PRAGMA cache_size = -8192');
  const keys = new TenantKeys(db, () => names);
  // Groups come after users: before the import is finished, no user is in any.
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
        // Of two rows of one tenant only its own is read.
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

/** Until the report is read again, it is not known of which kind a passkey of an earlier import is: it counts. */
function passkeysOf({ passkey, kinds }: Record<string, unknown>): Person['passkeys'] {
  return kindsOf(kinds) ?? (passkey === null ? null : passkey === 1 ? ['security-key'] : []);
}
