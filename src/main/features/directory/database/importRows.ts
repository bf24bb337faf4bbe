import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import type { Failure } from '../../../../contract/errors/failure.ts';
import { type ImportPosition, laterPhases, linkOf, type PhaseStart } from './importPosition.ts';
import { now } from './now.ts';
import type { TenantKeys } from './tenantKeys.ts';
import type { TenantRow } from './tenantRow.ts';

/** Reads and writes the two rows of an import: its own in the table imports, and that of its tenant in the table tenants. */
export class ImportRows {
  readonly #db: DatabaseSync;
  readonly #keys: TenantKeys;

  constructor(db: DatabaseSync, keys: TenantKeys) {
    this.#db = db;
    this.#keys = keys;
  }

  tenant(key: string): TenantRow {
    const tenant = this.#keys.row<TenantRow>(key);
    if (tenant === undefined) throw new Error('the import has no tenant');
    return tenant;
  }

  /** Changes columns of the tenant. `change` is the SQL after SET. */
  set({ n }: TenantRow, change: string, ...values: (string | number | bigint | null)[]): void {
    this.#db.prepare(`UPDATE tenants SET ${change} WHERE n = ?`).run(...values, n);
  }

  /** Adds an import. It begins with the phase of users. */
  add(tenant: TenantRow, full: boolean): void {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO imports (id, tenant, full, started_at) VALUES (lower(hex(randomblob(16))), ?, ?, ?)')
      .run(tenant.n, full ? 1 : 0, now());
    this.set(
      tenant,
      "import = ?, phase = 'users', link = NULL, groups_link = NULL, anew = '', partial = ''",
      lastInsertRowid,
    );
  }

  /** Records that the running import reads all users. */
  setFull({ import: running }: TenantRow): void {
    this.#db.prepare('UPDATE imports SET full = 1 WHERE n = ?').run(running);
  }

  /** Records why the running import stopped. Undefined if it continues, or if a person stopped it. */
  setFailure({ import: running }: TenantRow, failure: Failure | undefined): void {
    this.#db
      .prepare('UPDATE imports SET failure = ? WHERE n = ?')
      .run(failure === undefined ? null : JSON.stringify(failure), running);
  }

  /** Sets the counts of groups and memberships to 0, because the running import reads them again. */
  resetGroupCounts({ import: running }: TenantRow): void {
    this.#db.prepare('UPDATE imports SET groups = 0, memberships = 0 WHERE n = ?').run(running);
  }

  /** Begins the next phase. Ends the import if there is none. */
  next(tenant: TenantRow, [next]: readonly PhaseStart[]): void {
    if (next === undefined) this.#finish(tenant);
    else this.set(tenant, 'phase = ?', next.phase);
  }

  #finish(tenant: TenantRow): void {
    this.#db.prepare('UPDATE imports SET finished_at = ?, failure = NULL WHERE n = ?').run(now(), tenant.import);
    this.set(tenant, "import = NULL, phase = NULL, link = NULL, anew = ''");
  }

  /** Adds the counts of a page to those of the import and of the tenant. */
  count(tenant: TenantRow, running: number, counts: ImportCounts & { returned?: number }): void {
    this.#db
      .prepare(
        `UPDATE imports SET new = new + ?, changed = changed + ?, left = left + ?, groups = groups + ?,
           memberships = memberships + ?, registrations = registrations + ? WHERE n = ?`,
      )
      .run(counts.new, counts.changed, counts.left, counts.groups, counts.memberships, counts.registrations, running);
    const { returned = 0 } = counts;
    const change = 'users = users + ?, left_users = left_users + ?';
    this.set(tenant, change, counts.new + returned - counts.left, counts.left - returned);
  }

  /** Returns the counts of an import so far. */
  counts(importNumber: number): ImportCounts {
    const row = this.#db
      .prepare('SELECT new, changed, left, groups, memberships, registrations FROM imports WHERE n = ?')
      .get(importNumber);
    return row as unknown as ImportCounts;
  }

  /** Invalidates the cached lists of the tenant. */
  renew(tenant: TenantRow): void {
    this.set(tenant, 'version = version + 1');
  }

  /** Returns the position of the running import; undefined if it has ended. */
  positionOf(key: string): ImportPosition | undefined {
    const tenant = this.tenant(key);
    return tenant.import === null ? undefined : this.position(tenant);
  }

  position(tenant: TenantRow): ImportPosition {
    const running = tenant.import ?? 0;
    const row = this.#db.prepare('SELECT full, started_at FROM imports WHERE n = ?').get(running);
    const phase = tenant.phase ?? 'users';
    return {
      import: running,
      full: row?.full === 1,
      phase,
      link: linkOf(tenant, phase),
      later: laterPhases(tenant, phase, String(row?.started_at)),
      counts: this.counts(running),
    };
  }
}
