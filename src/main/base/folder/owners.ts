import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childEnvironment } from '../childEnvironment.ts';

/**
 * The owner of a file, as far as this process can know.
 * - `mine`: the user that this process runs as
 * - `root`
 * - `unknown`: the owner has no number in this user namespace (a container), so the system reports the overflow uid
 * - `other`: another user. Also the real user `nobody`, who has the overflow uid on systems where all users have
 * numbers
 */
export type Owner = 'mine' | 'root' | 'unknown' | 'other';

export interface Owners {
  /** The user that this process runs as. */
  readonly uid: number;
  ownerOf(uid: number): Owner;
  /** Returns whether a group has only this user and administrators as members. */
  isPrivateGroup(gid: number): boolean;
}

/** The system's information about users and groups; undefined if it is not available. */
export interface Accounts {
  readonly overflowUid: number;
  /** The content of /proc/self/uid_map; empty on systems other than Linux. */
  readonly uidMap: string;
  /** Returns the line of a group, or of a user, by its number. */
  group(gid: number): string | undefined;
  user(uid: number): string | undefined;
  /** Returns the lines of all users of this computer. */
  users(): string;
}

/** Creates the checks of owners and groups for a process that runs as a user. */
export function ownersFor(uid: number, accounts: Accounts = systemAccounts()): Owners {
  const hidden = (number: number) => number === accounts.overflowUid && !isMapped(number, accounts.uidMap);
  return {
    uid,
    // SECURITY: this also applies to a process that itself has the overflow uid: it may be any of the unknown users.
    ownerOf: owner => {
      if (hidden(owner)) return 'unknown';
      if (owner === uid) return 'mine';
      return owner === 0 ? 'root' : 'other';
    },
    // The members of root's group are administrators. Containers with a random uid (OpenShift) assign their folders to
    // that group.
    isPrivateGroup: gid => gid === 0 || isOwnGroup(gid, uid, accounts),
  };
}

/**
 * Debian, Ubuntu, Fedora and others give each user a group with the user's name and no other member, and a umask of
 * 002. That group can write ordinary folders, but it contains only the user. The rule is that of pam_umask
 * (usergroups). This also checks that no other user was added to the group.
 */
function isOwnGroup(gid: number, uid: number, accounts: Accounts): boolean {
  const [name, , , primary] = accounts.user(uid)?.split(':') ?? [];
  const [group, , , members = ''] = accounts.group(gid)?.trim().split(':') ?? [];
  if (name === undefined || group !== name || Number(primary) !== gid) return false;
  if (members.split(',').some(member => member !== '' && member !== name)) return false;
  const others = accounts
    .users()
    .split('\n')
    .map(line => line.split(':'));
  return !others.some(
    ([other, , number, theirs]) => other !== undefined && Number(number) !== uid && theirs === String(gid),
  );
}

/** Each line maps `count` numbers from `inside` on (user_namespaces(7)). Without a map, all users have numbers. */
function isMapped(uid: number, map: string): boolean {
  const lines = map.split('\n').map(line => line.trim().split(/\s+/).map(Number));
  const ranges = lines.filter(numbers => numbers.length === 3);
  if (ranges.length === 0) return true;
  return ranges.some(([inside = 0, , count = 0]) => uid >= inside && uid < inside + count);
}

function systemAccounts(): Accounts {
  const linux = process.platform === 'linux';
  return {
    overflowUid: (linux && Number(read('/proc/sys/kernel/overflowuid'))) || 65_534,
    uidMap: linux ? read('/proc/self/uid_map') : '',
    group: gid => entry('group', gid),
    user: uid => entry('passwd', uid),
    users: () => read('/etc/passwd'),
  };
}

/** Uses getent, which also knows the users of a directory service. Without getent, it reads the file. */
function entry(database: 'passwd' | 'group', number: number): string | undefined {
  try {
    const options = { encoding: 'utf8', env: childEnvironment('node'), timeout: 5000, stdio: 'pipe' } as const;
    const line = execFileSync('getent', [database, String(number)], options).split('\n')[0];
    if (line !== undefined && line !== '') return line;
  } catch {
    // getent or the entry does not exist.
  }
  return read(`/etc/${database}`)
    .split('\n')
    .find(line => line.split(':')[2] === String(number));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Missing information counts as empty. No rule accepts that as a private group.
    return '';
  }
}
