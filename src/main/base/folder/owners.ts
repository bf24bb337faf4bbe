import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childEnvironment } from '../childEnvironment.ts';

/**
 * Who owns a file, as far as this process can know.
 * - `mine`: the user that this process runs as
 * - `root`
 * - `unknown`: the owner has no number in this user namespace (a container), so the system reports the overflow uid
 * - `other`: another user; also the real user `nobody`, who has the overflow uid where all users have numbers
 */
export type Owner = 'mine' | 'root' | 'unknown' | 'other';

export interface Owners {
  /** The user that this process runs as. */
  readonly uid: number;
  ownerOf(uid: number): Owner;
  /** Whether only this user and administrators are in a group. */
  isPrivateGroup(gid: number): boolean;
}

/** What the system says about users and groups; undefined where it cannot say. */
export interface Accounts {
  readonly overflowUid: number;
  /** /proc/self/uid_map; empty on other systems than Linux. */
  readonly uidMap: string;
  /** The line of a group, or of a user, by its number. */
  group(gid: number): string | undefined;
  user(uid: number): string | undefined;
  /** The lines of all users of this computer. */
  users(): string;
}

/** Judges owners and groups for a process that runs as a user. */
export function ownersFor(uid: number, accounts: Accounts = systemAccounts()): Owners {
  const hidden = (number: number) => number === accounts.overflowUid && !isMapped(number, accounts.uidMap);
  return {
    uid,
    // SECURITY: also for a process that has the overflow uid itself: it may be any of the unknown users.
    ownerOf: owner => {
      if (hidden(owner)) return 'unknown';
      if (owner === uid) return 'mine';
      return owner === 0 ? 'root' : 'other';
    },
    // The members of root's group are administrators. Containers with a random uid (OpenShift) give their folders to it.
    isPrivateGroup: gid => gid === 0 || isOwnGroup(gid, uid, accounts),
  };
}

/**
 * Debian, Ubuntu, Fedora and others give each user a group with the user's name and no other member, and a umask of 002: their
 * ordinary folders can be written by that group, which is the user alone. The rule is that of pam_umask (usergroups), and
 * checks besides that no other user has been put into the group.
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

/** Each line maps `count` numbers from `inside` on (user_namespaces(7)). Where there is no map, all users have numbers. */
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

/** By getent, which also knows the users of a directory service; by the file where there is no getent. */
function entry(database: 'passwd' | 'group', number: number): string | undefined {
  try {
    const options = { encoding: 'utf8', env: childEnvironment('node'), timeout: 5000, stdio: 'pipe' } as const;
    const line = execFileSync('getent', [database, String(number)], options).split('\n')[0];
    if (line !== undefined && line !== '') return line;
  } catch {
    // There is no getent, or no such entry.
  }
  return read(`/etc/${database}`)
    .split('\n')
    .find(line => line.split(':')[2] === String(number));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // What the system does not say counts as empty, which no rule takes for a private group.
    return '';
  }
}
