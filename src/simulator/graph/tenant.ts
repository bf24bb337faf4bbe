import { createHash } from 'node:crypto';
import { departments } from './names.ts';
import type { TenantState } from './state.ts';
import { createTeams, type Team, teamMembers, teamsOf } from './teams.ts';
import { ADMIN_EVERY, newUser, type SimulatedUser, type UserChange } from './user.ts';

export interface SimulatedGroup {
  readonly id: string;
  readonly displayName: string;
  /** Groups nested in this one, including removed ones: see `Tenant.groupsIn`. */
  readonly groups: readonly SimulatedGroup[];
  /** The department whose users are its direct members; null for a group of groups. */
  readonly department: string | null;
}

/**
 * A tenant of any size, computed from a seed and its changes. The n-th user is computed on request, so that a hundred
 * thousand users take no memory. Users are numbered from 1: user1@contoso.example is an ordinary member.
 */
export class Tenant {
  readonly id: string;
  readonly #groups: readonly SimulatedGroup[];
  readonly #teams: readonly Team[];
  readonly #state: TenantState;
  readonly #mask: number;
  /** Caches orders, which need a scan of every user, until a user changes. */
  #orders = new Map<string, readonly number[]>();
  #departments: Map<string | null, number[]> | undefined;

  constructor(state: TenantState) {
    this.#state = state;
    this.id = uuid(`${state.seed}/tenant`);
    this.#mask = createHash('sha256').update(state.seed).digest().readUInt32BE();
    const departmental = departments.map(name => ({
      id: uuid(`${state.seed}/group/${name}`),
      displayName: name,
      groups: [],
      department: name,
    }));
    const everybody = {
      id: uuid(`${state.seed}/group/Everybody`),
      displayName: 'Everybody',
      groups: departmental,
      department: null,
    };
    this.#teams = createTeams(state.teams, name => uuid(`${state.seed}/group/${name}`));
    this.#groups = [...departmental, everybody, ...this.#teams];
  }

  /** The groups that are not removed. */
  get groups(): readonly SimulatedGroup[] {
    return this.#present(this.#groups);
  }

  /** Returns the groups nested in one. */
  groupsIn(group: SimulatedGroup): readonly SimulatedGroup[] {
    return this.#present(group.groups);
  }

  #present(groups: readonly SimulatedGroup[]): readonly SimulatedGroup[] {
    const { removedGroups } = this.#state;
    return Object.keys(removedGroups).length === 0 ? groups : groups.filter(({ id }) => !(id in removedGroups));
  }

  /** Returns the n-th user, from 1, even if it has been removed. */
  user(n: number): SimulatedUser {
    const born = newUser({ seed: this.#state.seed, n, id: this.idOf(n) });
    return Object.assign(born, this.#state.changes[n]?.properties);
  }

  /** Finds a user by object id or user principal name. */
  find(idOrUpn: string): SimulatedUser | undefined {
    const n = this.#numberOf(idOrUpn.toLowerCase());
    return n === undefined ? undefined : this.user(n);
  }

  /**
   * Returns the numbers of the users that are not removed, in the order of numbers or of display names; or of those who
   * are not disabled.
   */
  numbers(order: 'number' | 'displayName' | 'enabled' = 'number'): readonly number[] {
    const known = this.#orders.get(order);
    if (known !== undefined) return known;
    if (order === 'enabled') {
      const enabled = this.numbers().filter(n => this.user(n).accountEnabled);
      this.#orders.set(order, enabled);
      return enabled;
    }
    const numbers = Array.from({ length: this.#state.users }, (_, i) => i + 1).filter(n => !this.#isRemoved(n));
    if (order === 'displayName') {
      const names = new Map(numbers.map(n => [n, this.user(n).displayName]));
      const name = (n: number) => names.get(n) ?? '';
      numbers.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : a - b));
    }
    this.#orders.set(order, numbers);
    return numbers;
  }

  /** Returns the ids of the users who are administrators by their number. */
  administrators(): string[] {
    const numbers = Array.from(
      { length: Math.floor(this.#state.users / ADMIN_EVERY) },
      (_, i) => (i + 1) * ADMIN_EVERY,
    );
    return numbers.filter(n => !this.#isRemoved(n)).map(n => this.idOf(n));
  }

  /** Returns the numbers of a group's direct members. */
  membersOf(group: SimulatedGroup): readonly number[] {
    const team = this.#teams.find(({ id }) => id === group.id);
    if (team !== undefined) {
      return teamMembers(team, this.#teams.length, this.#state.users).filter(n => !this.#isRemoved(n));
    }
    const { department } = group;
    if (department === null) return [];
    this.#departments ??= Map.groupBy(this.numbers(), n => this.user(n).department);
    return this.#departments.get(department) ?? [];
  }

  /** Returns the groups of which a user is, or may have been, a direct member: a change of the user may affect them. */
  groupsAround(userId: string): { group: SimulatedGroup; member: boolean }[] {
    const n = this.#numberIn(userId);
    if (n === undefined) return [];
    const there = !this.#isRemoved(n);
    const { department } = this.user(n);
    const departmental = this.groups.flatMap(group =>
      group.department === null ? [] : [{ group, member: there && group.department === department }],
    );
    const present = new Set(this.groups);
    const teams = teamsOf(n, this.#teams).flatMap(group => (present.has(group) ? [{ group, member: there }] : []));
    return [...departmental, ...teams];
  }

  /** Returns the groups of a user, direct or nested. */
  groupsOf({ id }: SimulatedUser): SimulatedGroup[] {
    const found = new Set(this.groupsAround(id).flatMap(({ group, member }) => (member ? [group] : [])));
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      for (const group of this.groups) if (this.groupsIn(group).some(inner => found.has(inner))) found.add(group);
    }
    return [...found];
  }

  /** Returns the numbers of the users that changed after a round, in order, including removed ones. */
  changedSince(round: number): number[] {
    return Object.entries(this.#state.changes).flatMap(([n, change]) => (change.round > round ? [Number(n)] : []));
  }

  /** Returns the ids of the groups that were removed after a round. */
  groupsRemovedSince(round: number): string[] {
    return Object.entries(this.#state.removedGroups).flatMap(([id, removed]) => (removed > round ? [id] : []));
  }

  /** Adds users, with the next numbers. */
  addUsers(count: number): SimulatedUser[] {
    return Array.from({ length: count }, () => {
      this.#state.users++;
      this.#change(this.#state.users, {});
      return this.user(this.#state.users);
    });
  }

  /** Changes a user. Returns false if there is no such user. */
  changeUser(idOrUpn: string, properties: UserChange): boolean {
    return this.#changeFound(idOrUpn, properties, false);
  }

  /** Removes a user with its authentication methods. Returns false if there is no such user. */
  removeUser(idOrUpn: string): boolean {
    const id = this.find(idOrUpn)?.id;
    this.#state.methods = this.#state.methods.filter(({ userId }) => userId !== id);
    return this.#changeFound(idOrUpn, {}, true);
  }

  /** Restores a removed user, by object id, without authentication methods. Returns false if there is no such user. */
  restoreUser(id: string): boolean {
    const n = this.#numberIn(id);
    if (n === undefined) return false;
    this.#change(n, {});
    return true;
  }

  /** Removes a group. Returns false if there is no such group. */
  removeGroup(id: string): boolean {
    if (!this.groups.some(group => group.id === id)) return false;
    this.#state.removedGroups[id] = ++this.#state.round;
    return true;
  }

  /** Expires all links issued so far. */
  expireLinks(): void {
    this.#state.oldestRound = ++this.#state.round;
  }

  /**
   * Sets what the report returns about a user besides the security keys that were registered here. Returns false if
   * there is no such user.
   */
  setOtherMethods(idOrUpn: string, methods: readonly string[]): boolean {
    const user = this.find(idOrUpn);
    if (user !== undefined) this.#state.otherMethods[user.id] = [...methods];
    return user !== undefined;
  }

  #changeFound(idOrUpn: string, properties: UserChange, removed: boolean): boolean {
    const n = this.#numberOf(idOrUpn.toLowerCase());
    if (n === undefined) return false;
    this.#change(n, properties, removed);
    return true;
  }

  #change(n: number, properties: UserChange, removed = false): void {
    this.#state.round++;
    this.#orders.clear();
    this.#departments = undefined;
    const before = this.#state.changes[n]?.properties;
    this.#state.changes[n] = { round: this.#state.round, removed, properties: { ...before, ...properties } };
  }

  #isRemoved(n: number): boolean {
    return this.#state.changes[n]?.removed === true;
  }

  /** Returns the number of a user by id or user principal name. Both contain the number, so that no scan is needed. */
  #numberOf(name: string): number | undefined {
    const guess = this.#numberIn(name) ?? Number(/^user(\d+)[@_]/.exec(name)?.[1]);
    const renamed = Object.entries(this.#state.changes).find(
      ([, { properties }]) => properties.userPrincipalName?.toLowerCase() === name,
    );
    const n = renamed === undefined ? guess : Number(renamed[0]);
    if (!(n >= 1 && n <= this.#state.users) || this.#isRemoved(n)) return undefined;
    const user = this.user(n);
    return user.id === name || user.userPrincipalName.toLowerCase() === name ? n : undefined;
  }

  /** Returns the number in an object id. */
  #numberIn(id: string): number | undefined {
    const tail = /^[0-9a-f-]{24}([0-9a-f]{12})$/.exec(id)?.[1];
    return tail === undefined ? undefined : (Number.parseInt(tail, 16) ^ this.#mask) >>> 0;
  }

  /** Returns the object id of the n-th user. */
  idOf(n: number): string {
    const tail = ((n ^ this.#mask) >>> 0).toString(16).padStart(12, '0');
    return `${uuid(`${this.#state.seed}/user/${n}`).slice(0, 24)}${tail}`;
  }
}

/** Derives a UUID from a name. */
function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
