import { GraphRefusal } from './answers.ts';
import type { Caller } from './callers.ts';
import { roleTemplates as role } from './roles.ts';
import { BASIC_PROFILE } from './selection.ts';

/** What a part of Graph requires: one of the permissions and, of a person, one of the roles, too. */
interface Demand {
  readonly permissions: readonly string[];
  /** Template ids. Empty: any person of the tenant. */
  readonly roles: readonly string[];
  /**
   * Whether a role of the app itself is enough without the permission. Such a role can be limited to an administrative
   * unit.
   */
  readonly roleSuffices?: boolean;
  readonly refusal: readonly [code: string, message: string];
}

const DIRECTORY = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const INSUFFICIENT = ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'] as const;
const METHODS_DENIED = ['accessDenied', 'Request Authorization failed'] as const;

const WHOLE_PROFILE = ['User.Read.All', 'User.ReadWrite.All', ...DIRECTORY];
const BASIC = 'User.ReadBasic.All';
const GROUP_MEMBERS = ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All'];

const users: Demand = { permissions: [...WHOLE_PROFILE, BASIC], roles: [], refusal: INSUFFICIENT };
/** learn.microsoft.com/graph/api/user-delta: the basic profile is not enough. */
const userChanges: Demand = { ...users, permissions: WHOLE_PROFILE };
const groups: Demand = { permissions: [...GROUP_MEMBERS, ...DIRECTORY], roles: [], refusal: INSUFFICIENT };
/** learn.microsoft.com/graph/api/user-list-transitivememberof */
const memberships: Demand = { ...groups, permissions: ['User.Read.All', ...groups.permissions] };
/**
 * learn.microsoft.com/graph/api/organization-list: for a person, the default permission of every app registration is
 * enough.
 */
const organization: Demand = {
  permissions: ['User.Read', 'Organization.Read.All', ...DIRECTORY],
  roles: [],
  refusal: INSUFFICIENT,
};
/**
 * learn.microsoft.com/entra/fundamentals/users-default-permissions: every member may read roles and units, if the app
 * has the permission.
 */
const roleAssignments: Demand = {
  permissions: ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...DIRECTORY],
  roles: [],
  refusal: INSUFFICIENT,
};
const units: Demand = {
  permissions: ['AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All', ...DIRECTORY],
  roles: [],
  refusal: INSUFFICIENT,
};
const policies: Demand = {
  permissions: ['Policy.Read.AuthenticationMethod', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod'],
  roles: [role.globalReader, role.authenticationPolicyAdministrator, role.globalAdministrator],
  refusal: ['AccessDenied', 'You cannot perform the requested operation, required scopes are missing in the token.'],
};
const reports: Demand = {
  permissions: ['AuditLog.Read.All'],
  roles: [
    role.reportsReader,
    role.securityReader,
    role.securityAdministrator,
    role.globalReader,
    role.globalAdministrator,
  ],
  refusal: [
    'Authentication_MSGraphPermissionMissing',
    'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
  ],
};
const changeMethods: Demand = {
  permissions: ['UserAuthMethod-Passkey.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
  roles: [role.authenticationAdministrator, role.privilegedAuthenticationAdministrator, role.globalAdministrator],
  roleSuffices: true,
  refusal: METHODS_DENIED,
};
/**
 * A Global Reader can read creationOptions, but not use them
 * (learn.microsoft.com/graph/api/fido2authenticationmethod-creationoptions).
 */
const creationOptions: Demand = { ...changeMethods, roles: [...changeMethods.roles, role.globalReader] };
const readMethods: Demand = {
  ...changeMethods,
  permissions: [...changeMethods.permissions, 'UserAuthMethod-Passkey.Read.All', 'UserAuthenticationMethod.Read.All'],
  roles: [...changeMethods.roles, role.globalReader],
};

/** Checks that a caller may send a request, by the rules of this part of Graph. @throws GraphRefusal 403 */
export function authorize(caller: Caller, method: string, segments: readonly string[]): void {
  if (caller.kind === 'holder') return;
  const demand = demandOf(method, segments);
  if (demand === undefined) return;
  const permitted = demand.permissions.some(permission => caller.permissions.has(permission));
  const inRole = demand.roles.length === 0 || demand.roles.some(held => caller.roles.has(held));
  const allowed =
    caller.kind === 'person' ? permitted && inRole : permitted || (demand.roleSuffices === true && inRole);
  if (!allowed) throw new GraphRefusal(403, ...demand.refusal);
}

/** Returns whether the caller may change the methods of administrators; undefined if the token does not show it. */
export function isPrivileged(caller: Caller): boolean | undefined {
  if (caller.kind === 'holder') return undefined;
  if (caller.kind === 'app' && changeMethods.permissions.some(name => caller.permissions.has(name))) return true;
  return caller.roles.has(role.privilegedAuthenticationAdministrator) || caller.roles.has(role.globalAdministrator);
}

/** Returns the names of the user properties that the caller may see; undefined for all of them. */
export function visibleTo(caller: Caller): ReadonlySet<string> | undefined {
  if (caller.kind === 'holder' || WHOLE_PROFILE.some(name => caller.permissions.has(name))) return undefined;
  return caller.permissions.has(BASIC) ? BASIC_PROFILE : undefined;
}

function demandOf(method: string, [resource, id, below, collection, call]: readonly string[]): Demand | undefined {
  switch (resource) {
    case 'users':
      if (below === 'authentication') {
        if (method !== 'GET' || collection !== 'fido2Methods') return changeMethods;
        return call?.startsWith('creationOptions') === true ? creationOptions : readMethods;
      }
      if (id === 'delta') return userChanges;
      return below === 'transitiveMemberOf' ? memberships : users;
    case 'groups':
      return groups;
    case 'organization':
      return organization;
    case 'roleManagement':
      return roleAssignments;
    case 'directory':
      return units;
    case 'policies':
      return policies;
    case 'auditLogs':
    case 'reports':
      return reports;
    default:
      return undefined;
  }
}
