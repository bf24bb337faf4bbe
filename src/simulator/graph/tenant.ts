import { createHash } from 'node:crypto';
import { departments, familyNames, givenNames, jobTitles } from './names.ts';

/** A user as Graph tells one. */
export interface SimulatedUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly mail: string;
  readonly jobTitle: string;
  readonly department: string;
  readonly employeeId: string;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  /** Holds a directory role, so that only a privileged caller may touch its authentication methods. */
  readonly isAdmin: boolean;
}

export interface SimulatedGroup {
  readonly id: string;
  readonly displayName: string;
  /** Ids of groups inside this one. */
  readonly groups: readonly string[];
  /** Whether a user is a direct member. */
  has(user: SimulatedUser): boolean;
}

const DOMAIN = 'contoso.example';
const GUEST_EVERY = 29;
const DISABLED_EVERY = 37;
const ADMIN_EVERY = 97;

/**
 * A tenant of any size that follows from a seed alone: the n-th user is computed when asked for, so that a hundred thousand
 * of them cost nothing until then. Users are numbered from 1: user1@contoso.example is always there and an ordinary member.
 */
export class Tenant {
  readonly id: string;
  readonly size: number;
  readonly groups: readonly SimulatedGroup[];
  readonly #seed: string;

  constructor(seed: string, size: number) {
    this.#seed = seed;
    this.size = size;
    this.id = uuid(`${seed}/tenant`);
    const departmental = departments.map(name => ({
      id: uuid(`${seed}/group/${name}`),
      displayName: name,
      groups: [],
      has: (user: SimulatedUser) => user.department === name,
    }));
    const everybody = {
      id: uuid(`${seed}/group/Everybody`),
      displayName: 'Everybody',
      groups: departmental.map(group => group.id),
      has: () => false,
    };
    this.groups = [...departmental, everybody];
  }

  /** The n-th user, from 1 to size. */
  user(n: number): SimulatedUser {
    const digest = createHash('sha256').update(`${this.#seed}/user/${n}`).digest();
    const pick = <T>(list: readonly T[], at: number) => list[digest.readUInt16BE(at) % list.length] as T;
    const [givenName, surname] = [pick(givenNames, 0), pick(familyNames, 2)];
    const guest = n % GUEST_EVERY === 0;
    return {
      id: uuid(`${this.#seed}/user/${n}`),
      userPrincipalName: guest ? `user${n}_partner.example#EXT#@${DOMAIN}` : `user${n}@${DOMAIN}`,
      displayName: `${givenName} ${surname}`,
      givenName,
      surname,
      mail: guest ? `user${n}@partner.example` : `user${n}@${DOMAIN}`,
      jobTitle: pick(jobTitles, 4),
      department: pick(departments, 6),
      employeeId: `E${String(n).padStart(6, '0')}`,
      accountEnabled: n % DISABLED_EVERY !== 0,
      userType: guest ? 'Guest' : 'Member',
      isAdmin: n % ADMIN_EVERY === 0,
    };
  }

  *users(): IterableIterator<SimulatedUser> {
    for (let n = 1; n <= this.size; n++) yield this.user(n);
  }

  /** By user principal name, at once; by id, after a look at every user. */
  find(idOrUpn: string): SimulatedUser | undefined {
    const wanted = idOrUpn.toLowerCase();
    const n = Number(/^user(\d+)[@_]/.exec(wanted)?.[1]);
    if (n >= 1 && n <= this.size) {
      const user = this.user(n);
      if (user.userPrincipalName.toLowerCase() === wanted) return user;
    }
    return this.#byId(wanted);
  }

  #ids: Map<string, number> | undefined;

  #byId(id: string): SimulatedUser | undefined {
    this.#ids ??= new Map(Array.from({ length: this.size }, (_, i) => [uuid(`${this.#seed}/user/${i + 1}`), i + 1]));
    const n = this.#ids.get(id);
    return n === undefined ? undefined : this.user(n);
  }
}

/** A UUID that follows from a name. */
export function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
