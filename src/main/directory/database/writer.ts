import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts, ImportPhase } from '../../../contract/directory.ts';
import type { Failure } from '../../../contract/failure.ts';
import type { GroupNews, Registration, UserNews } from '../../graph/delta.ts';
import { Batch } from './batch.ts';
import { groupWriter } from './groupWriter.ts';
import { now } from './now.ts';
import type { TenantRow } from './tenantRow.ts';
import { userWriter } from './userWriter.ts';

/** A phase to read, and by which link; no link begins it anew. */
export interface PhaseStart {
  readonly phase: ImportPhase;
  readonly link: string | undefined;
}

/** Where an import stands: what it reads next, and the phases after that. */
export interface ImportPosition extends PhaseStart {
  readonly import: number;
  readonly full: boolean;
  readonly later: readonly PhaseStart[];
  readonly counts: ImportCounts;
}

/** How a page of Graph's continues. */
export interface PageEnd {
  readonly next: string | undefined;
  readonly delta: string | undefined;
}

export type ImportPage =
  | { readonly phase: 'users'; readonly items: readonly UserNews[] }
  | { readonly phase: 'groups'; readonly items: readonly GroupNews[] }
  | { readonly phase: 'registrations'; readonly items: readonly Registration[] };

/** The report in bulk has no rounds of changes, so it is read again only after so long, in ms. */
const REGISTRATIONS_LIVE = 24 * 3600 * 1000;

/**
 * Writes what an import brings, some pages at a time with the place where it goes on: cut at any point, the next one
 * continues there, and everything committed stays. One import a tenant.
 */
export class DirectoryWriter {
  readonly #db: DatabaseSync;
  readonly #users: ReturnType<typeof userWriter>;
  readonly #groups: ReturnType<typeof groupWriter>;
  readonly #batch: Batch;
  /** A page was lost: what comes behind it would leave a gap. */
  #gap = false;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#batch = new Batch(db);
    this.#users = userWriter(db);
    this.#groups = groupWriter(db);
  }

  /** Begins an import, or takes up the one that was cut. `full` reads everything again. */
  begin(key: string, full: boolean): ImportPosition {
    this.#batch.commit();
    this.#gap = false;
    return this.#batch.write(() => {
      this.#db.prepare('INSERT INTO tenants (key) VALUES (?) ON CONFLICT DO NOTHING').run(key);
      const tenant = this.#tenant(key);
      if (tenant.import !== null && tenant.phase !== null && !full) {
        this.#db.prepare('UPDATE imports SET failure = NULL WHERE n = ?').run(tenant.import);
        return this.#position(tenant);
      }
      const everything = full || tenant.users_delta === null || tenant.groups_delta === null;
      if (everything) this.#groups.unindex();
      const { lastInsertRowid } = this.#db
        .prepare('INSERT INTO imports (tenant, full, started_at) VALUES (?, ?, ?)')
        .run(tenant.n, everything ? 1 : 0, now());
      this.#db
        .prepare(
          `UPDATE tenants SET generation = generation + ?, import = ?, phase = 'users', link = ?,
             registrations_at = iif(?, NULL, registrations_at) WHERE n = ?`,
        )
        .run(everything ? 1 : 0, lastInsertRowid, everything ? null : tenant.users_delta, everything ? 1 : 0, tenant.n);
      return this.#position(this.#tenant(key));
    }, true);
  }

  /**
   * Writes one page; undefined when the import is over. The next one may come without waiting for the answer: where a page
   * fails, those behind it do, until the import is taken up again.
   */
  write(key: string, page: ImportPage, end: PageEnd): ImportPosition | undefined {
    if (this.#gap) throw new Error('a page before this one was not written');
    this.#gap = true;
    const position = this.#batch.write(() => this.#write(key, page, end), end.next === undefined);
    this.#gap = false;
    return position;
  }

  /** Notes why an import stopped; it can be taken up again. Undefined for one that a person stopped. */
  stop(key: string, failure: Failure | undefined): void {
    this.#batch.commit();
    const { import: running } = this.#tenant(key);
    this.#db
      .prepare('UPDATE imports SET failure = ? WHERE n = ?')
      .run(failure === undefined ? null : JSON.stringify(failure), running);
    this.#groups.index();
  }

  /** Graph forgot where the last round ended: everything is read again (HTTP 410). */
  restart(key: string): ImportPosition {
    return this.begin(key, true);
  }

  /** What an import has brought so far. */
  counts(importNumber: number): ImportCounts {
    const row = this.#db
      .prepare('SELECT new, changed, left, groups, memberships, registrations FROM imports WHERE n = ?')
      .get(importNumber);
    return row as unknown as ImportCounts;
  }

  #write(key: string, page: ImportPage, end: PageEnd): ImportPosition | undefined {
    const tenant = this.#tenant(key);
    const position = this.#position(tenant);
    if (position.phase !== page.phase) throw new Error(`the import stands at ${position.phase}`);
    const counts = this.#apply(tenant, page);
    if (end.next === undefined) counts.left += this.#closePhase(tenant, position, end.delta);
    else this.#db.prepare('UPDATE tenants SET link = ? WHERE n = ?').run(end.next, tenant.n);
    this.#count(tenant, position.import, counts);
    // A round without news leaves every list as it is; the end of a phase may settle what its pages brought.
    const settles = end.next === undefined && (position.full || position.counts.new + counts.new > 0);
    if (page.items.length > 0 || settles) this.#renew(tenant);
    const later = this.#tenant(key);
    return later.import === null ? undefined : this.#position(later);
  }

  #apply(tenant: TenantRow, page: ImportPage): ImportCounts {
    switch (page.phase) {
      case 'users':
        return this.#users.users(tenant, page.items);
      case 'groups':
        return this.#groups.groups(tenant, page.items);
      case 'registrations':
        return this.#users.registrations(tenant, page.items);
    }
  }

  /** Ends a phase of the import and begins the next one; gives how many users a full import did not meet again. */
  #closePhase(tenant: TenantRow, { full, phase, later }: ImportPosition, delta: string | undefined): number {
    const set = (change: string, ...values: (string | number | null)[]) =>
      this.#db.prepare(`UPDATE tenants SET ${change} WHERE n = ?`).run(...values, tenant.n);
    const at = now();
    let left = 0;
    if (phase === 'users') {
      if (full) left = this.#users.sweep(tenant);
      set('users_delta = ?, users_at = ?', delta ?? null, at);
    } else if (phase === 'groups') {
      if (full) this.#groups.sweep(tenant);
      this.#groups.resolve(tenant);
      this.#groups.index();
      set('groups_delta = ?, groups_at = ?', delta ?? null, at);
    } else set('registrations_at = ?', at);
    const [next] = later;
    if (next !== undefined) set('phase = ?, link = ?', next.phase, next.link ?? null);
    else this.#finish(tenant);
    return left;
  }

  #finish({ n, import: running }: TenantRow): void {
    this.#db.prepare('UPDATE imports SET finished_at = ?, failure = NULL WHERE n = ?').run(now(), running);
    this.#db.prepare('UPDATE tenants SET import = NULL, phase = NULL, link = NULL WHERE n = ?').run(n);
  }

  #count(tenant: TenantRow, running: number, counts: ImportCounts & { returned?: number }): void {
    this.#db
      .prepare(
        `UPDATE imports SET new = new + ?, changed = changed + ?, left = left + ?, groups = groups + ?,
           memberships = memberships + ?, registrations = registrations + ? WHERE n = ?`,
      )
      .run(counts.new, counts.changed, counts.left, counts.groups, counts.memberships, counts.registrations, running);
    const { returned = 0 } = counts;
    this.#db
      .prepare('UPDATE tenants SET users = users + ?, left_users = left_users + ? WHERE n = ?')
      .run(counts.new + returned - counts.left, counts.left - returned, tenant.n);
  }

  /** Nothing that was remembered of the tenant's lists is good any more. */
  #renew({ n }: TenantRow): void {
    this.#db.prepare('UPDATE tenants SET version = version + 1 WHERE n = ?').run(n);
  }

  #tenant(key: string): TenantRow {
    return this.#db.prepare('SELECT * FROM tenants WHERE key = ?').get(key) as unknown as TenantRow;
  }

  #position(tenant: TenantRow): ImportPosition {
    const running = tenant.import ?? 0;
    const row = this.#db.prepare('SELECT full, started_at FROM imports WHERE n = ?').get(running);
    const full = row?.full === 1;
    const phase = tenant.phase ?? 'users';
    return {
      import: running,
      full,
      phase,
      link: tenant.link ?? undefined,
      later: laterPhases(tenant, phase, full, String(row?.started_at)),
      counts: this.counts(running),
    };
  }
}

function laterPhases(
  { groups_delta, registrations_at }: TenantRow,
  phase: ImportPhase,
  full: boolean,
  startedAt: string,
): PhaseStart[] {
  const age =
    registrations_at === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt) - Date.parse(registrations_at);
  const groups: PhaseStart = { phase: 'groups', link: full ? undefined : (groups_delta ?? undefined) };
  const registrations: PhaseStart = { phase: 'registrations', link: undefined };
  const phases = age < REGISTRATIONS_LIVE ? [groups] : [groups, registrations];
  return phases.slice({ users: 0, groups: 1, registrations: 2 }[phase]);
}
