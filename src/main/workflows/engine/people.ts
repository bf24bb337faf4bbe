import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { kindsOf } from '../../directory/database/kinds.ts';
import { directoryFile, openDirectoryDatabase } from '../../directory/database/open.ts';
import { directoryMigrations } from '../../directory/database/schema.ts';
import { immediateOn } from '../../store/immediate.ts';
import { methodsWithFile } from '../../store/storageError.ts';
import type { KnownUser } from './decide.ts';

/** An imported user with their number in the directory. */
export interface Person extends KnownUser {
  readonly n: number;
  readonly id: string;
  readonly upn: string;
  readonly displayName: string;
}

export interface DirectoryTenant {
  readonly n: number;
  readonly key: string;
  /** Grows with every change. */
  readonly version: number;
  readonly announced: number;
  readonly users_at: string | null;
  readonly groups_refused: string | null;
  /** When the report of registered passkeys was read; null where it was not. */
  readonly registrations_at: string | null;
}

/** Questions of the engine to the imported directory. */
export interface People {
  tenant(key: string): DirectoryTenant | undefined;
  /** Those whose import is finished and has brought users that nobody was told of. */
  withNews(): DirectoryTenant[];
  announced(tenant: DirectoryTenant, n: number): void;
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

/** Undefined where nothing was ever imported. */
export function openPeople(folder: string): People | undefined {
  const file = directoryFile(folder);
  // The engine's thread has two files open: an error of this one must not name the other, whose loss costs more.
  return existsSync(file) ? methodsWithFile(file, people(openDirectoryDatabase(folder))) : undefined;
}

const TENANT = 'n, key, version, announced, users_at, groups_refused, registrations_at';
const COLUMNS = 'n, id, upn, display_name, enabled, guest, passkey, kinds, left_at';

function people(db: DatabaseSync): People {
  // Users are asked for once each, mostly in the order in which they stand.
  db.exec('PRAGMA cache_size = -8192');
  const tenant = db.prepare(`SELECT ${TENANT} FROM tenants WHERE key = ?`);
  // Groups come after users: told of earlier, nobody would be in any.
  const withNews = db.prepare(
    `SELECT ${TENANT} FROM tenants
     WHERE import IS NULL AND EXISTS (SELECT 1 FROM users WHERE n > announced AND tenant = tenants.n AND left_at IS NULL)`,
  );
  const announced = db.prepare('UPDATE tenants SET announced = max(announced, ?) WHERE n = ?');
  const immediate = immediateOn({ sqlite: db, file: db.location() ?? '', version: directoryMigrations.length });
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
    tenant: key => tenant.get(key) as unknown as DirectoryTenant | undefined,
    withNews: () => withNews.all() as unknown as DirectoryTenant[],
    announced: ({ n }, up) =>
      immediate(() => {
        announced.run(up, n);
      }),
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
    passkeys: passkeysOf(row),
    reportedAt: registrations_at,
  };
}

/** Until the report is read again, it is not known of which kind a passkey of an earlier import is: it counts. */
function passkeysOf({ passkey, kinds }: Record<string, unknown>): Person['passkeys'] {
  return kindsOf(kinds) ?? (passkey === null ? null : passkey === 1 ? ['security-key'] : []);
}
