import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts, ImportPhase } from '../../../../contract/directory/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import type { Failure } from '../../../../contract/errors/failure.ts';
import type { GroupNews, Registration, UserNews } from '../../../services/graph/delta.ts';
import { Batch } from './batch.ts';
import { DeskTables } from './desk.ts';
import { groupWriter } from './groupWriter.ts';
import { now } from './now.ts';
import { renameTenant } from './renameTenant.ts';
import { TenantKeys } from './tenantKeys.ts';
import { isPartial, phasesAnew, type TenantRow } from './tenantRow.ts';
import { userWriter } from './userWriter.ts';

/** A phase to read, and the link at which it starts. Without a link it starts from the beginning. */
export interface PhaseStart {
  readonly phase: ImportPhase;
  readonly link: string | undefined;
}

/** The position of an import: what it reads next, and the phases after that. */
export interface ImportPosition extends PhaseStart {
  readonly import: number;
  readonly full: boolean;
  readonly later: readonly PhaseStart[];
  readonly counts: ImportCounts;
  /** Set if the round that just ended is no proof yet. Then the phase must be read again with `restart`. */
  readonly doubt?: RoundDoubt | undefined;
}

/** Why one round is not enough. */
export interface RoundDoubt {
  /** If true, Graph called the round complete, but it missed `known - met` entries. Otherwise Graph did not say that it is complete. */
  readonly complete: boolean;
  readonly what: string;
  readonly met?: number;
  readonly known?: number;
}

/** The link after a page of Graph. */
export interface PageEnd {
  readonly next: string | undefined;
  readonly delta: string | undefined;
}

export type ImportPage = { /** Entries that could not be read. */ readonly leftOut?: number } & (
  | { readonly phase: 'users'; readonly items: readonly UserNews[] }
  | { readonly phase: 'groups'; readonly items: readonly GroupNews[] }
  | { readonly phase: 'registrations'; readonly items: readonly Registration[] }
);

/** How old the report of registrations may be, in ms. It has no rounds of changes, so it is read completely each time. */
const REGISTRATIONS_LIVE = 24 * 3600 * 1000;

/** The columns with the link at which each phase continues, and the link of its next round of changes. */
const columns = {
  users: { link: 'link', refused: null, generation: 'generation' },
  groups: { link: 'groups_link', refused: 'groups_refused', generation: 'groups_generation' },
  registrations: { link: 'registrations_link', refused: 'registrations_refused', generation: null },
} as const;

/** Phases that an import can skip. */
export type PhaseToSkip = Exclude<ImportPhase, 'users'>;

/**
 * Writes an import in transactions of several pages, each with the link at which it continues. So an interrupted import continues there,
 * and everything committed stays. One import per tenant at a time.
 *
 * Removes entries only with one of these proofs (docs/import.md): Graph says `@removed`, or two complete full rounds in a row did not have
 * the entry.
 */
export class DirectoryWriter {
  readonly #db: DatabaseSync;
  readonly #users: ReturnType<typeof userWriter>;
  readonly #groups: ReturnType<typeof groupWriter>;
  readonly #batch: Batch;
  readonly #keys: TenantKeys;
  /** Set after a page was lost or its phase restarts: later pages would leave a gap. */
  #gap = false;
  /** Phases in which one complete full round missed entries, and whose second round is being read. */
  readonly #doubted = new Set<ImportPhase>();

  constructor(db: DatabaseSync, desk = new DeskTables(db)) {
    this.#db = db;
    this.#keys = new TenantKeys(db, () => desk.names());
    this.#batch = new Batch(db);
    this.#users = userWriter(db);
    this.#groups = groupWriter(db);
  }

  /**
   * Begins an import, or continues an interrupted one. A continued import first reads the changes of users, so that new users arrive even
   * if a later phase fails repeatedly. `full` reads everything again.
   */
  begin(key: string, full: boolean): ImportPosition {
    this.#batch.commit();
    this.#gap = false;
    this.#doubted.clear();
    return this.#batch.write(() => {
      renameTenant(this.#db, this.#keys, key);
      this.#db.prepare('INSERT INTO tenants (key) VALUES (?) ON CONFLICT DO NOTHING').run(this.#keys.current(key));
      const tenant = this.#tenant(key);
      if (tenant.import !== null && tenant.phase !== null && !full) {
        this.#db.prepare('UPDATE imports SET failure = NULL WHERE n = ?').run(tenant.import);
        this.#set(tenant, "phase = 'users'");
        // An earlier round may be days old, so it does not count as one of the two rounds.
        for (const phase of phasesAnew(tenant)) if (tenant[columns[phase].link] === null) this.#readAnew(key, phase);
        return this.#position(this.#tenant(key));
      }
      const anew: ImportPhase[] = [
        ...(full || tenant.users_delta === null ? (['users'] as const) : []),
        ...(full || tenant.groups_delta === null ? (['groups'] as const) : []),
      ];
      const { lastInsertRowid } = this.#db
        .prepare('INSERT INTO imports (id, tenant, full, started_at) VALUES (lower(hex(randomblob(16))), ?, ?, ?)')
        .run(tenant.n, anew.includes('users') ? 1 : 0, now());
      this.#set(
        tenant,
        "import = ?, phase = 'users', link = NULL, groups_link = NULL, anew = '', partial = ''",
        lastInsertRowid,
      );
      if (full) this.#set(tenant, 'registrations_at = NULL, registrations_link = NULL');
      for (const phase of anew) this.#readAnew(key, phase);
      return this.#position(this.#tenant(key));
    }, true);
  }

  /**
   * Writes one page. Returns undefined when the import has ended. The next page may be passed before the result: if a page fails, the pages
   * after it fail too, until the import is continued.
   */
  write(key: string, page: ImportPage, end: PageEnd): ImportPosition | undefined {
    if (this.#gap) throw new Error('a page before this one was not written');
    this.#gap = true;
    const position = this.#batch.write(() => this.#write(key, page, end), end.next === undefined);
    this.#gap = position?.doubt !== undefined;
    return position;
  }

  /** Records why an import stopped. It can be continued. Undefined if a person stopped it. */
  stop(key: string, failure: Failure | undefined): void {
    this.#batch.commit();
    this.#batch.write(() => {
      const { import: running } = this.#tenant(key);
      this.#db
        .prepare('UPDATE imports SET failure = ? WHERE n = ?')
        .run(failure === undefined ? null : JSON.stringify(failure), running);
      this.#groups.index();
    }, true);
  }

  /**
   * Reads a phase from its beginning, because Graph's delta link has expired, or its last round was in doubt. With `union`, entries of the
   * last full round count as met by this one too.
   */
  restart(key: string, phase: ImportPhase, union: boolean): ImportPosition {
    this.#batch.commit();
    this.#gap = false;
    return this.#batch.write(() => {
      const tenant = this.#tenant(key);
      if (union && phasesAnew(tenant).includes(phase)) this.#set(tenant, `${columns[phase].link} = NULL`);
      else this.#readAnew(key, phase);
      if (phase === 'groups') {
        this.#db.prepare('UPDATE imports SET groups = 0, memberships = 0 WHERE n = ?').run(tenant.import);
      }
      return this.#position(this.#tenant(key));
    }, true);
  }

  /** Skips a phase that may not be read, and records why. Returns undefined when the import has ended. Removes nothing of that phase. */
  skip(key: string, phase: PhaseToSkip, failure: Failure): ImportPosition | undefined {
    this.#batch.commit();
    this.#gap = false;
    return this.#batch.write(() => {
      const tenant = this.#tenant(key);
      const { later } = this.#position(tenant);
      const { link, refused } = columns[phase];
      this.#set(tenant, `${link} = NULL, ${refused} = ?`, JSON.stringify(failure));
      if (phase === 'groups') this.#groups.index();
      this.#next(tenant, later);
      return this.#positionOf(key);
    }, true);
  }

  /** Sets the tenant's current name in its row. */
  rename(key: string): void {
    this.#batch.commit();
    this.#batch.write(() => renameTenant(this.#db, this.#keys, key), true);
  }

  /** Returns the counts of an import so far. */
  counts(importNumber: number): ImportCounts {
    const row = this.#db
      .prepare('SELECT new, changed, left, groups, memberships, registrations FROM imports WHERE n = ?')
      .get(importNumber);
    return row as unknown as ImportCounts;
  }

  #write(key: string, page: ImportPage, end: PageEnd): ImportPosition | undefined {
    if ((page.leftOut ?? 0) > 0) this.#set(this.#tenant(key), "partial = partial || ',' || ?", page.phase);
    const tenant = this.#tenant(key);
    const position = this.#position(tenant);
    if (position.phase !== page.phase) throw new Error(`the import stands at ${position.phase}`);
    const whole = phasesAnew(tenant).includes(page.phase);
    const counts = this.#apply(tenant, page, whole);
    const doubt = end.next === undefined ? this.#doubt(tenant, page.phase, whole, end.delta) : undefined;
    if (doubt !== undefined) this.#set(tenant, `${columns[page.phase].link} = NULL`);
    else if (end.next === undefined) counts.left += this.#closePhase(tenant, position, whole, end.delta);
    else this.#set(tenant, `${columns[page.phase].link} = ?`, end.next);
    this.#count(tenant, position.import, counts);
    // A round without changes leaves every list unchanged. The end of a phase may settle what its pages brought.
    const settles = end.next === undefined && (whole || position.counts.new + counts.new > 0);
    if (page.items.length > 0 || settles) this.#renew(tenant);
    const after = this.#positionOf(key);
    return after && { ...after, doubt };
  }

  #positionOf(key: string): ImportPosition | undefined {
    const tenant = this.#tenant(key);
    return tenant.import === null ? undefined : this.#position(tenant);
  }

  #apply(tenant: TenantRow, page: ImportPage, whole: boolean): ImportCounts {
    switch (page.phase) {
      case 'users':
        return this.#users.users(tenant, page.items, whole);
      case 'groups':
        return this.#groups.groups(tenant, page.items);
      case 'registrations':
        return this.#users.registrations(tenant, page.items);
    }
  }

  /** Ends a phase of the import and begins the next one. Returns the number of users that a full round did not have. */
  #closePhase(tenant: TenantRow, { phase, later }: ImportPosition, whole: boolean, delta: string | undefined): number {
    const at = now();
    let left = 0;
    // A full round may have missed entries that could not be read. After a round of changes, the next import reads them again.
    const partial = isPartial(tenant, phase);
    const sweeps = whole && !partial;
    const again = partial && !whole;
    if (phase === 'users') {
      if (sweeps) left = this.#users.sweep(tenant);
      this.#set(tenant, 'users_delta = ?, users_at = ?, link = NULL', again ? tenant.users_delta : (delta ?? null), at);
    } else if (phase === 'groups') {
      if (sweeps) this.#groups.sweep(tenant);
      this.#groups.resolve(tenant);
      this.#groups.index();
      this.#set(
        tenant,
        'groups_delta = ?, groups_at = ?, groups_link = NULL, groups_refused = NULL',
        again ? tenant.groups_delta : (delta ?? null),
        at,
      );
    } else this.#set(tenant, 'registrations_at = ?, registrations_link = NULL, registrations_refused = NULL', at);
    this.#set(
      tenant,
      'anew = ?',
      phasesAnew(tenant)
        .filter(other => other !== phase)
        .join(','),
    );
    this.#next(tenant, later);
    return left;
  }

  /**
   * Returns why a completed round is no proof yet. If a round misses even a few entries, the list is read a second time. Only entries that
   * are missing from both complete rounds are removed.
   * @throws KeydeskError graph-round-incomplete for a full round without any user: every tenant has at least the user who reads them
   */
  #doubt(tenant: TenantRow, phase: ImportPhase, whole: boolean, delta: string | undefined): RoundDoubt | undefined {
    if (phase === 'registrations') return undefined;
    // Without a delta link, Graph has not said that the round is complete.
    if (delta === undefined) return { complete: false, what: phase };
    // A round with unreadable entries removes nothing.
    if (!whole || isPartial(tenant, phase)) return undefined;
    const lists = phase === 'users' ? [this.#metUsers(tenant)] : this.#groups.met(tenant);
    const missing = lists.find(({ known, met }) => met < known);
    if (phase === 'users' && missing?.met === 0) throw new KeydeskError('graph-round-incomplete', { ...missing });
    if (missing === undefined || this.#doubted.has(phase)) return undefined;
    this.#doubted.add(phase);
    return { complete: true, ...missing };
  }

  #metUsers(tenant: TenantRow) {
    return { what: 'users', known: this.#presentUsers(tenant), met: this.#users.met(tenant) };
  }

  #presentUsers({ n }: TenantRow): number {
    const row = this.#db.prepare('SELECT count(*) AS known FROM users WHERE tenant = ? AND left_at IS NULL').get(n);
    return Number(row?.known);
  }

  #next(tenant: TenantRow, [next]: readonly PhaseStart[]): void {
    if (next === undefined) this.#finish(tenant);
    else this.#set(tenant, 'phase = ?', next.phase);
  }

  #readAnew(key: string, phase: ImportPhase): void {
    const tenant = this.#tenant(key);
    const { link, generation } = columns[phase];
    this.#doubted.delete(phase);
    this.#set(tenant, `phase = iif(phase = 'users', phase, ?), ${link} = NULL`, phase);
    if (generation === null) return;
    const anew = new Set([...phasesAnew(tenant), phase]);
    const partial = tenant.partial.split(',').filter(other => other !== phase);
    const change = `${generation} = ${generation} + 1, anew = ?, partial = ?`;
    this.#set(tenant, change, [...anew].join(','), partial.join(','));
    if (phase === 'groups') this.#groups.unindex();
    else this.#db.prepare('UPDATE imports SET full = 1 WHERE n = ?').run(tenant.import);
  }

  #set({ n }: TenantRow, change: string, ...values: (string | number | bigint | null)[]): void {
    this.#db.prepare(`UPDATE tenants SET ${change} WHERE n = ?`).run(...values, n);
  }

  #finish({ n, import: running }: TenantRow): void {
    this.#db.prepare('UPDATE imports SET finished_at = ?, failure = NULL WHERE n = ?').run(now(), running);
    this.#db.prepare("UPDATE tenants SET import = NULL, phase = NULL, link = NULL, anew = '' WHERE n = ?").run(n);
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

  /** Invalidates the cached lists of the tenant. */
  #renew({ n }: TenantRow): void {
    this.#db.prepare('UPDATE tenants SET version = version + 1 WHERE n = ?').run(n);
  }

  #tenant(key: string): TenantRow {
    const tenant = this.#keys.row<TenantRow>(key);
    if (tenant === undefined) throw new Error('the import has no tenant');
    return tenant;
  }

  #position(tenant: TenantRow): ImportPosition {
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

/** Returns the link at which a phase continues: within a round, or after the last one; undefined if the phase is read completely. */
function linkOf(tenant: TenantRow, phase: ImportPhase): string | undefined {
  const deltas = { users: tenant.users_delta, groups: tenant.groups_delta, registrations: null };
  const begun = tenant[columns[phase].link];
  return begun ?? (phasesAnew(tenant).includes(phase) ? undefined : (deltas[phase] ?? undefined));
}

function laterPhases(tenant: TenantRow, phase: ImportPhase, startedAt: string): PhaseStart[] {
  const { registrations_at } = tenant;
  const age =
    registrations_at === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt) - Date.parse(registrations_at);
  const phases: ImportPhase[] = age < REGISTRATIONS_LIVE ? ['groups'] : ['groups', 'registrations'];
  return phases.slice({ users: 0, groups: 1, registrations: 2 }[phase]).map(later => ({
    phase: later,
    link: linkOf(tenant, later),
  }));
}
