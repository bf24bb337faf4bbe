import type { DatabaseSync } from 'node:sqlite';
import type {
  Department,
  GroupRow,
  ImportRecord,
  RefusedPhase,
  StoredState,
  UserFilter,
  UserRow,
  UserRows,
} from '../../../../contract/directory/schema.ts';
import { type Failure, failureSchema } from '../../../../contract/errors/failure.ts';
import { fold } from '../../../base/fold.ts';
import type { AccountNews } from './accountNews.ts';
import { type Coverage, coverageOf, departmentsOf, nothingCovered } from './coverage.ts';
import { DeskTables } from './desk.ts';
import { groupReader } from './groupReader.ts';
import { and, conditions, matchExpression, orderBy, type Sql, searched, type Value } from './query.ts';
import { toUserRow } from './rows.ts';
import { TenantKeys } from './tenantKeys.ts';
import { ViewCache } from './views.ts';

/** Maximum number of matches that are gathered and sorted. With more, checking users in order is faster. */
const GATHERED = 4000;
/** Up to this row, a long list is read from its beginning without computing the whole list. */
const BEGINNING = 500;

/** Maximum number of users whose assignments follow the directory in one transaction. */
const NEWS_AT_ONCE = 200;

const nothing: StoredState = {
  usersAt: null,
  groupsAt: null,
  registrationsAt: null,
  users: 0,
  leftUsers: 0,
  unfinished: false,
  failure: null,
  refused: [],
  version: 0,
};

/** The user of a user principal name. One who has left may have had the name before. */
const BY_UPN = 'SELECT * FROM users WHERE tenant = ? AND upn = ? COLLATE NOCASE ORDER BY left_at IS NOT NULL';

/** Answers queries about the imported users of a tenant, which is named by its key. */
export class DirectoryReader {
  readonly #db: DatabaseSync;
  readonly #views = new ViewCache();
  readonly #groups: ReturnType<typeof groupReader>;
  readonly #desk: DeskTables;
  readonly #keys: TenantKeys;

  constructor(db: DatabaseSync, desk = new DeskTables(db)) {
    this.#db = db;
    this.#desk = desk;
    this.#keys = new TenantKeys(db, () => desk.names());
    this.#groups = groupReader(db);
  }

  state(key: string): StoredState {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return nothing;
    return {
      usersAt: tenant.users_at,
      groupsAt: tenant.groups_at,
      registrationsAt: tenant.registrations_at,
      users: tenant.users,
      leftUsers: tenant.left_users,
      unfinished: tenant.import !== null,
      failure: this.#failureOf(tenant.import),
      refused: refusedOf(tenant),
      version: tenant.version,
    };
  }

  /** Returns why the import that will be continued was interrupted; null if a person stopped it, or it is running. */
  #failureOf(unfinished: number | null): Failure | null {
    const row = this.#db.prepare('SELECT failure FROM imports WHERE n = ?').get(unfinished);
    return typeof row?.failure === 'string' ? failureSchema.parse(JSON.parse(row.failure)) : null;
  }

  /** Returns the rows `offset` to `offset + limit` of the users that match a filter. */
  page(key: string, filter: UserFilter, offset: number, limit: number): UserRows {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return { rows: [], total: 0, more: false, version: 0 };
    const page = this.#page(tenant, filter, offset, limit);
    return { ...page, rows: this.#desk.fill(tenant.key, page.rows) };
  }

  #page(tenant: Tenant, filter: UserFilter, offset: number, limit: number): UserRows {
    const { key, version } = tenant;
    // A list by assignments stays valid until keydesk.db changes.
    const isOfDesk = filter.assignment !== undefined || filter.securityKey !== undefined;
    const named = !isOfDesk ? filter : { ...filter, desk: this.#desk.version() };
    const view = this.#views.get(key, version, named) ?? this.#smallView(tenant, filter);
    if (view !== undefined) {
      this.#views.keep(key, version, named, view);
      return this.#slice(view, offset, limit, version);
    }
    if (offset + limit <= BEGINNING) {
      const total = countOf(tenant, filter);
      const rows = this.#beginning(tenant, filter, offset, limit);
      return {
        rows,
        total: total ?? offset + rows.length,
        more: total === undefined && rows.length === limit,
        version,
      };
    }
    const whole = this.#whole(tenant, filter);
    this.#views.keep(key, version, named, whole);
    return this.#slice(whole, offset, limit, version);
  }

  /** Returns the numbers of all users that match a filter, in its order. A number keeps its user when the directory changes. */
  numbers(key: string, filter: UserFilter): Int32Array {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return new Int32Array();
    return this.#smallView(tenant, filter) ?? this.#whole(tenant, filter);
  }

  /** Returns users by their numbers, in that order. Skips deleted users. */
  byNumbers(key: string, numbers: Int32Array): UserRow[] {
    return this.#desk.fill(this.#keys.current(key), this.#rows(numbers));
  }

  /** Returns a user by object id or user principal name. */
  user(key: string, idOrUpn: string): UserRow | undefined {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return undefined;
    const row =
      this.#db.prepare('SELECT * FROM users WHERE tenant = ? AND id = ?').get(tenant.n, idOrUpn) ??
      this.#db.prepare(BY_UPN).get(tenant.n, idOrUpn);
    return row === undefined ? undefined : this.#desk.fill(tenant.key, [toUserRow(row)])[0];
  }

  /** Returns the user of each object id or user principal name, as `user` does. */
  usersNamed(key: string, names: readonly string[]): (UserRow | undefined)[] {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return names.map(() => undefined);
    const byId = this.#db.prepare('SELECT * FROM users WHERE tenant = ? AND id = ?');
    const byUpn = this.#db.prepare(BY_UPN);
    // No object id contains "@", so most names need one look-up.
    const rows = names.map(
      name => (name.includes('@') ? undefined : byId.get(tenant.n, name)) ?? byUpn.get(tenant.n, name),
    );
    const found = rows.filter(row => row !== undefined).map(toUserRow);
    const filled = this.#desk.fill(tenant.key, found).values();
    return rows.map(row => (row === undefined ? undefined : filled.next().value));
  }

  /** Returns users whose assignments do not agree with the directory, some of them if there are many. */
  accountNews(key: string): AccountNews[] {
    const tenant = this.#tenant(key);
    return tenant === undefined ? [] : this.#desk.accountNews(tenant.n, tenant.key, NEWS_AT_ONCE);
  }

  /** Returns the groups whose name contains a text, by name. */
  groups(key: string, search: string, limit: number): GroupRow[] {
    const tenant = this.#tenant(key);
    return tenant === undefined ? [] : this.#groups.search(tenant.n, fold(search), limit);
  }

  /** Returns a group by its object id. */
  group(key: string, id: string): GroupRow | undefined {
    const tenant = this.#tenant(key);
    return tenant === undefined ? undefined : this.#groups.one(tenant.n, id);
  }

  /** Returns the groups of a user, direct and indirect. */
  groupsOf(key: string, userId: string): GroupRow[] {
    const tenant = this.#tenant(key);
    return tenant === undefined ? [] : this.#groups.of(tenant.n, userId);
  }

  /** Returns which of these users, by object id, are in a group, directly or through other groups. */
  membersAmong(key: string, group: string, userIds: readonly string[]): string[] {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return [];
    return this.#groups.membersAmong(tenant.n, this.#groups.inside(tenant.n, group), userIds);
  }

  /** Returns the departments of present users, those with the most users first. */
  departments(key: string, limit: number): Department[] {
    const tenant = this.#tenant(key);
    return tenant === undefined ? [] : departmentsOf(this.#db, tenant.n, limit);
  }

  /** Counts who should have a security key and who has one. @param named object ids of groups that must be in the result */
  coverage(key: string, named: readonly string[]): Coverage {
    const tenant = this.#tenant(key);
    return tenant === undefined ? nothingCovered : coverageOf(this.#db, this.#desk, this.#groups, tenant, named);
  }

  /** Returns the newest imports first. */
  imports(key: string, limit: number): ImportRecord[] {
    const tenant = this.#tenant(key);
    if (tenant === undefined) return [];
    const rows = this.#db
      .prepare('SELECT * FROM imports WHERE tenant = ? ORDER BY n DESC LIMIT ?')
      .all(tenant.n, limit) as unknown as ImportRow[];
    return rows.map(({ full, started_at, finished_at, failure, new: added, changed, left, ...row }) => ({
      startedAt: started_at,
      finishedAt: finished_at,
      full: full === 1,
      counts: {
        new: added,
        changed,
        left,
        groups: row.groups,
        memberships: row.memberships,
        registrations: row.registrations,
      },
      failure: failure === null ? null : failureSchema.parse(JSON.parse(failure)),
    }));
  }

  /** Returns the numbers of all matches if they are few enough to be gathered and sorted; otherwise undefined. */
  #smallView(tenant: Tenant, filter: UserFilter): Int32Array | undefined {
    const match = matchExpression(filter.search);
    const groups = this.#groupsInside(tenant, filter);
    const assigned = this.#desk.gather(tenant.n, tenant.key, filter, GATHERED + 1);
    if (assigned !== undefined) {
      const found = this.#numbers(assigned);
      if (found.length <= GATHERED) return this.#sorted(tenant, filter, groups, found);
    }
    if (match !== undefined) {
      const sql = 'SELECT rowid AS n FROM users_search WHERE users_search MATCH ? LIMIT ?';
      const found = this.#numbers({ text: sql, values: [match, GATHERED + 1] });
      if (found.length <= GATHERED) return this.#sorted(tenant, filter, groups, found);
    }
    if (groups !== undefined) {
      const list = groups.map(() => '?').join(', ');
      const sql = `SELECT user_n AS n FROM group_users WHERE group_n IN (${list}) LIMIT ?`;
      const found = this.#numbers({ text: sql, values: [...groups, GATHERED + 1] });
      if (found.length <= GATHERED) return this.#sorted(tenant, filter, groups, found);
    }
    return undefined;
  }

  #sorted(tenant: Tenant, filter: UserFilter, groups: number[] | undefined, numbers: readonly number[]): Int32Array {
    const where = this.#where(tenant, filter, groups);
    // NOT INDEXED makes SQLite look rows up by their number, instead of reading an index of all users.
    const sql = `SELECT n FROM users NOT INDEXED WHERE n IN (SELECT value FROM json_each(?)) AND ${where.text} ${orderBy(filter)}`;
    return Int32Array.from(this.#numbers({ text: sql, values: [JSON.stringify(numbers), ...where.values] }));
  }

  #where(tenant: Tenant, filter: UserFilter, groups: number[] | undefined): Sql {
    const desk = and(this.#desk.condition(tenant.key, filter), this.#desk.keyCondition(tenant.key, filter));
    return and(conditions(tenant.n, filter, groups), desk, searched(filter.search));
  }

  #beginning(tenant: Tenant, filter: UserFilter, offset: number, limit: number): UserRow[] {
    const where = this.#where(tenant, filter, this.#groupsInside(tenant, filter));
    return this.#db
      .prepare(`SELECT * FROM users WHERE ${where.text} ${orderBy(filter)} LIMIT ? OFFSET ?`)
      .all(...where.values, limit, offset)
      .map(toUserRow);
  }

  #whole(tenant: Tenant, filter: UserFilter): Int32Array {
    const where = this.#where(tenant, filter, this.#groupsInside(tenant, filter));
    return Int32Array.from(
      this.#numbers({ text: `SELECT n FROM users WHERE ${where.text} ${orderBy(filter)}`, values: where.values }),
    );
  }

  #slice(view: Int32Array, offset: number, limit: number, version: number): UserRows {
    return { rows: this.#rows(view.subarray(offset, offset + limit)), total: view.length, more: false, version };
  }

  #rows(numbers: Int32Array): UserRow[] {
    const one = this.#db.prepare('SELECT * FROM users WHERE n = ?');
    return [...numbers].flatMap(n => {
      const row = one.get(n);
      return row === undefined ? [] : [toUserRow(row)];
    });
  }

  #groupsInside(tenant: Tenant, { group }: UserFilter): number[] | undefined {
    return group === undefined ? undefined : this.#groups.inside(tenant.n, group);
  }

  #numbers({ text, values }: Sql): number[] {
    const statement = this.#db.prepare(text);
    statement.setReturnArrays(true);
    return (statement.all(...(values as Value[])) as unknown as [number][]).map(([n]) => n);
  }

  #tenant(key: string): Tenant | undefined {
    return this.#keys.row<Tenant>(key);
  }
}

interface Tenant {
  readonly n: number;
  readonly key: string;
  readonly import: number | null;
  readonly users_at: string | null;
  readonly groups_at: string | null;
  readonly registrations_at: string | null;
  readonly groups_refused: string | null;
  readonly registrations_refused: string | null;
  readonly users: number;
  readonly left_users: number;
  readonly version: number;
}

interface ImportRow {
  readonly full: number;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly new: number;
  readonly changed: number;
  readonly left: number;
  readonly groups: number;
  readonly memberships: number;
  readonly registrations: number;
  readonly failure: string | null;
}

function refusedOf({ groups_refused, registrations_refused }: Tenant): RefusedPhase[] {
  const refused = { groups: groups_refused, registrations: registrations_refused } as const;
  return (['groups', 'registrations'] as const).flatMap(phase => {
    const failure = refused[phase];
    return failure === null ? [] : [{ phase, failure: failureSchema.parse(JSON.parse(failure)) }];
  });
}

/** Returns the number of matches if it is stored: of all users, and of all who left. */
function countOf(tenant: Tenant, filter: UserFilter): number | undefined {
  const { search, group, enabled, guest, passkey, passkeyKind, assignment, securityKey, department } = filter;
  const others = [group, enabled, guest, passkey, passkeyKind, assignment, securityKey, department];
  const all = search.trim() === '' && others.every(part => part === undefined);
  if (!all) return undefined;
  return filter.state === 'left' ? tenant.left_users : tenant.users;
}
