import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { assignmentStateSchema, liveStates } from '../../../../contract/assignments/schema.ts';
import type { UserFilter, UserRow } from '../../../../contract/directory/schema.ts';
import { literals } from '../../../base/store/literals.ts';
import { methodsWithFile, withFile } from '../../../base/store/storageError.ts';
import { onlyNames, type TenantNames, tenantNamesIn } from '../../../base/store/tenantNames.ts';
import type { AccountNews } from './accountNews.ts';
import { bitOf } from './kinds.ts';
import type { Sql } from './query.ts';

const LIVE = literals(liveStates);
/** What the directory knows about an account, in the words of assignments. */
const ACCOUNT = "(CASE WHEN u.left_at IS NOT NULL THEN 'left' WHEN u.enabled = 0 THEN 'disabled' END)";

/**
 * The data about imported users in keydesk.db: assignments and stored passkey lists. They are few compared with the users, so they are
 * looked up for each page, or users are looked up by them. Without that file, the results are empty.
 */
export class DeskTables {
  readonly #db: DatabaseSync;
  readonly #file: string | undefined;
  #attached = false;
  #names: TenantNames | undefined;

  /** @param file keydesk.db */
  constructor(db: DatabaseSync, file?: string) {
    this.#db = db;
    this.#file = file;
  }

  /** Returns the names of tenants. */
  names(): TenantNames {
    if (this.#names === undefined && this.#attach()) this.#names = this.#namesInFile();
    return this.#names ?? onlyNames;
  }

  /** Returns a number that changes with every write by another connection to that file. */
  version(): number {
    return this.#attach() ? Number(this.#db.prepare('PRAGMA desk.data_version').get()?.data_version) : 0;
  }

  /** Returns the rows with the data of keydesk.db. */
  fill(tenant: string, rows: readonly UserRow[]): UserRow[] {
    if (rows.length === 0 || !this.#attach()) return [...rows];
    // Only keydesk.db is read here, so an error must not name the directory's file.
    const known = withFile(this.#file ?? '', () =>
      this.#db
        .prepare(
          `SELECT asked.value AS id, l.count AS passkeys, l.last_used_at AS lastUsedAt,
           (SELECT state FROM desk.assignment a WHERE a.tenant = ?1 AND a.user_id = asked.value AND a.state IN (${LIVE})
            ORDER BY a.purpose = 'primary' DESC, a.purpose = 'backup' DESC LIMIT 1) AS assignment
         FROM json_each(?2) asked
         LEFT JOIN desk.passkey_list l ON l.tenant = ?1 AND l.user_id = asked.value`,
        )
        .all(tenant, JSON.stringify(rows.map(({ id }) => id))),
    ) as unknown as Known[];
    return rows.map((row, i) => {
      const { passkeys = null, lastUsedAt = null, assignment } = known[i] ?? {};
      // Most users have none, and a failed parse is slow.
      const state = assignment === null ? null : (assignmentStateSchema.safeParse(assignment).data ?? null);
      return { ...row, assignment: state, passkeys, lastUsedAt };
    });
  }

  /** Returns the numbers of users with an assignment in a state, `limit` at most; undefined if the filter has no state. */
  gather(n: number, tenant: string, { assignment }: UserFilter, limit: number): Sql | undefined {
    if (assignment === undefined || assignment === 'none' || !this.#attach()) return undefined;
    return {
      // The index by user has all needed columns, but SQLite would read it completely.
      text: `SELECT DISTINCT u.n FROM desk.assignment a INDEXED BY assignment_state JOIN users u ON u.tenant = ? AND u.id = a.user_id
             WHERE a.tenant = ? AND a.state = ? LIMIT ?`,
      values: [n, tenant, assignment, limit],
    };
  }

  /** Returns the same query as a condition for each user. */
  condition(tenant: string, { assignment }: UserFilter): Sql {
    if (assignment === undefined) return { text: '', values: [] };
    if (!this.#attach()) return { text: assignment === 'none' ? '1' : '0', values: [] };
    const of = 'SELECT 1 FROM desk.assignment a WHERE a.tenant = ? AND a.user_id = users.id';
    return assignment === 'none'
      ? { text: `NOT EXISTS (${of} AND a.state IN (${LIVE}))`, values: [tenant] }
      : { text: `EXISTS (${of} AND a.state = ?)`, values: [tenant, assignment] };
  }

  /**
   * Returns users whose assignments have another name or another mark than the directory, `limit` at most. An assignment that has ended
   * follows the name only.
   */
  accountNews(n: number, tenant: string, limit: number): AccountNews[] {
    if (!this.#attach()) return [];
    return this.#db
      .prepare(
        `SELECT u.id, u.upn AS userPrincipalName, u.display_name AS displayName, ${ACCOUNT} AS account
         FROM (SELECT DISTINCT user_id FROM desk.assignment WHERE tenant = ?2) a JOIN users u ON u.tenant = ?1 AND u.id = a.user_id
         WHERE EXISTS (SELECT 1 FROM desk.assignment o WHERE o.tenant = ?2 AND o.user_id = u.id
           AND (o.user_principal_name <> u.upn OR o.display_name <> u.display_name
             OR (o.state IN (${LIVE}) AND o.account IS NOT ${ACCOUNT})))
         LIMIT ?3`,
      )
      .all(n, tenant, limit) as unknown as AccountNews[];
  }

  /** Returns the condition of a filter by security keys: one that Entra has reported, or one that Keydesk has made and that is active. */
  keyCondition(tenant: string, { securityKey }: UserFilter): Sql {
    if (securityKey === undefined) return { text: '', values: [] };
    const reported = `coalesce(kinds, 0) & ${bitOf('security-key')} <> 0`;
    const made = 'EXISTS (SELECT 1 FROM desk.assignment k WHERE k.tenant = ? AND k.user_id = users.id AND k.state = ?)';
    const isAttached = this.#attach();
    const has = isAttached ? `(${reported} OR ${made})` : `(${reported})`;
    return { text: securityKey ? has : `NOT ${has}`, values: isAttached ? [tenant, 'active'] : [] };
  }

  /** Returns the numbers of all users with an active assignment. */
  activeUsers(n: number, tenant: string): number[] {
    if (!this.#attach()) return [];
    const statement = this.#db.prepare(
      `SELECT DISTINCT u.n FROM desk.assignment a INDEXED BY assignment_state JOIN users u ON u.tenant = ? AND u.id = a.user_id
       WHERE a.tenant = ? AND a.state = 'active'`,
    );
    statement.setReturnArrays(true);
    return (statement.all(n, tenant) as unknown as [number][]).map(([user]) => user);
  }

  #namesInFile(): TenantNames {
    const file = this.#file ?? '';
    return methodsWithFile(
      file,
      withFile(file, () => tenantNamesIn(this.#db, 'desk.tenant_name')),
    );
  }

  #attach(): boolean {
    if (this.#attached || this.#file === undefined || !existsSync(this.#file)) return this.#attached;
    const { href } = pathToFileURL(this.#file);
    withFile(this.#file, () => this.#db.prepare('ATTACH DATABASE ? AS desk').run(`${href}?mode=ro`));
    this.#attached = true;
    return true;
  }
}

interface Known {
  readonly passkeys: number | null;
  readonly lastUsedAt: string | null;
  readonly assignment: string | null;
}
