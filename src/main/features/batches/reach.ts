import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { User } from '../../../contract/users/schema.ts';
import {
  isPrivilegedRegistrar,
  isProtectedRole,
  isRegistrar,
  permissionIn,
  type Rights,
  rightsOf,
} from '../../services/auth/rights.ts';
import type { RoleAssignment, RoleCalls } from '../../services/graph/roleAssignments.ts';
import type { BatchContext } from './context.ts';

/** For whom this sign-in may register passkeys, as far as its roles tell. */
export interface Reach {
  /** Returns why Microsoft Entra ID will refuse a user; undefined if nothing is known against it. */
  objection(user: Pick<User, 'id' | 'userPrincipalName'>): KeydeskError | undefined;
  /** Why some of the roles could not be read now. Undefined if they could, or if only a permission is missing. */
  readonly trouble?: Failure | undefined;
}

/** A role of the caller that may register passkeys. */
interface Grant {
  readonly privileged: boolean;
  /** The ids of those whom it covers; null for everybody. */
  readonly members: ReadonlySet<string> | null;
}

const EVERYBODY: Reach = { objection: () => undefined };

/**
 * Reads for whom the sign-in of a tenant may register passkeys: its roles, who is an administrator, and who is in its administrative units.
 * These are a few requests for all rows, and none if the sign-in may do everything. What cannot be read raises no objection: Graph decides
 * at the registration.
 * @throws the signal's reason
 */
export async function readReach(
  { tenant, log }: Pick<BatchContext, 'tenant' | 'log'>,
  signal: AbortSignal,
): Promise<Reach> {
  try {
    const rights = rightsOf(await tenant.tokens()({ fresh: false, signal }));
    if (mayAll(rights)) return EVERYBODY;
    return await reachOf(rights, tenant.graph().roles, log, signal);
  } catch (error) {
    signal.throwIfAborted();
    log(`batch: the roles of this sign-in cannot be read: ${String(error)}`);
    return { ...EVERYBODY, trouble: troubleOf(error) };
  }
}

/** Returns the failure of a read that may succeed later; undefined for a missing permission. */
function troubleOf(error: unknown): Failure | undefined {
  const failure = toFailure(error);
  return failure.code === 'graph-forbidden' ? undefined : failure;
}

/** Returns whether nothing can be said against any user: all may be registered, or the token does not tell who acts. */
function mayAll(rights: Rights): boolean {
  if (rights.kind === null) return true;
  if (rights.kind === 'app' && permissionIn(rights, 'permission-passkeys') !== undefined) return true;
  return [...(rights.roles ?? [])].some(isPrivilegedRegistrar);
}

/** Called with the error of a list that cannot be read. */
type OnUnread = (error: unknown) => void;

async function reachOf(
  rights: Rights,
  calls: RoleCalls,
  log: (message: string) => void,
  signal: AbortSignal,
): Promise<Reach> {
  let trouble: Failure | undefined;
  const onUnread = (error: unknown) => {
    log(`batch: the members of a group or an administrative unit cannot be read: ${String(error)}`);
    trouble ??= troubleOf(error);
  };
  const assignments = await withMembers(await calls.assignments({ signal }), calls, onUnread, signal);
  const grants = await grantsOf(rights, assignments, calls, onUnread, signal);
  // A role that Keydesk does not see, for example a custom one, may be enough.
  if (grants.length === 0) return { ...EVERYBODY, trouble };
  const administrators = new Set(
    assignments.flatMap(({ isGroup, role, holders }) => (isGroup || isProtectedRole(role) ? holders : [])),
  );
  return {
    trouble,
    objection: ({ id, userPrincipalName: user }) => {
      const covering = grants.filter(({ members }) => members?.has(id) ?? true);
      if (covering.length === 0) return new KeydeskError('user-outside-unit', { user });
      if (!administrators.has(id) || covering.some(({ privileged }) => privileged)) return undefined;
      return new KeydeskError('role-missing', { role: 'Privileged Authentication Administrator', user });
    },
  };
}

/** An assignment with those who have the role: the principal, or the members of a group. */
interface HeldRole extends RoleAssignment {
  readonly holders: readonly string[];
}

async function withMembers(
  assignments: readonly RoleAssignment[],
  calls: RoleCalls,
  onUnread: OnUnread,
  signal: AbortSignal,
): Promise<HeldRole[]> {
  const groups = new Map<string, readonly string[]>();
  const held: HeldRole[] = [];
  for (const assignment of assignments) {
    const { principal, isGroup } = assignment;
    if (isGroup && !groups.has(principal)) {
      const members = await unlessUnreadable(calls.membersOfGroup(principal, { signal }), onUnread, signal);
      groups.set(principal, members ?? []);
    }
    held.push({ ...assignment, holders: groups.get(principal) ?? [principal] });
  }
  return held;
}

/** Returns the caller's roles that may register passkeys: those in the token, for the tenant, and those that Graph lists, for units, too. */
async function grantsOf(
  { id, roles }: Rights,
  assignments: readonly HeldRole[],
  calls: RoleCalls,
  onUnread: OnUnread,
  signal: AbortSignal,
): Promise<Grant[]> {
  const tenantWide = [...(roles ?? [])].filter(isRegistrar);
  const grants: Grant[] = tenantWide.map(role => ({ privileged: isPrivilegedRegistrar(role), members: null }));
  const own = assignments.filter(({ role, holders }) => id !== null && isRegistrar(role) && holders.includes(id));
  for (const { role, unit } of own) {
    const members =
      unit === null ? undefined : await unlessUnreadable(calls.membersOfUnit(unit, { signal }), onUnread, signal);
    grants.push({ privileged: isPrivilegedRegistrar(role), members: members === undefined ? null : new Set(members) });
  }
  return grants;
}

/** Returns undefined for a list that cannot be read, for example because a permission is missing. @throws the signal's reason */
async function unlessUnreadable(
  list: Promise<readonly string[]>,
  onUnread: OnUnread,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  try {
    return await list;
  } catch (error) {
    signal.throwIfAborted();
    onUnread(error);
    return undefined;
  }
}
