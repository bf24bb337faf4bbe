import { type Answer, GraphRefusal } from './answers.ts';
import type { Caller } from './callers.ts';
import { page, type Query } from './pages.ts';
import { roleTemplates } from './roles.ts';
import type { StoredRoleAssignment, TenantState } from './state.ts';
import type { Tenant } from './tenant.ts';
import type { SimulatedUser } from './user.ts';

const UNIT = '/administrativeUnits/';

/** The parts of a tenant that its roles are about. */
interface Roles {
  readonly tenant: Tenant;
  readonly state: TenantState;
}

/**
 * Roles whose holders an Authentication Administrator may manage
 * (learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions).
 */
const MANAGEABLE: ReadonlySet<string> = new Set([
  roleTemplates.authenticationAdministrator,
  roleTemplates.reportsReader,
]);

/** Answers GET /roleManagement/directory/roleAssignments, optionally with `$expand=principal`. @throws GraphRefusal */
export function listRoleAssignments(roles: Roles, query: Query): Answer {
  const expand = query.params.get('$expand');
  if (expand !== null && expand !== 'principal') {
    throw new GraphRefusal(400, 'BadRequest', `The $expand '${expand}' is not supported.`);
  }
  const all = allAssignments(roles);
  const member = (i: number) => {
    const assignment = all[i];
    if (assignment === undefined) return {};
    const id = `${assignment.principalId}-${assignment.roleDefinitionId}-${assignment.directoryScopeId}`;
    const body = { id: Buffer.from(id).toString('base64url'), ...assignment };
    return expand === null ? body : { ...body, principal: principalOf(roles.tenant, assignment.principalId) };
  };
  return page(all.length, member, '/roleManagement/directory/roleAssignments', query);
}

/** Answers GET /directory/administrativeUnits/{id}/members: the direct members. @throws GraphRefusal 404 */
export function unitMembers({ tenant, state }: Roles, id: string, query: Query): Answer {
  const unit = state.units.find(candidate => candidate.id === id);
  if (unit === undefined) throw new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  const member = (i: number) => principalOf(tenant, unit.members[i] ?? '');
  return page(unit.members.length, member, `/directory/administrativeUnits/${id}/members`, query);
}

/** Returns whether only a privileged caller may change the methods of a user: one with a directory role. */
export function isProtected(roles: Roles, user: SimulatedUser): boolean {
  if (user.isAdmin) return true;
  const groups = new Set(roles.tenant.groupsOf(user).map(({ id }) => id));
  return roles.state.roleAssignments.some(
    ({ principalId, roleDefinitionId }) =>
      groups.has(principalId) || (principalId === user.id && !MANAGEABLE.has(roleDefinitionId)),
  );
}

/**
 * Returns the caller with the roles that they have for the units of a user. `outside` is true if the caller has roles
 * for other units only.
 */
export function withUnitRoles(
  { state }: Roles,
  caller: Caller,
  user: SimulatedUser,
): { readonly caller: Caller; readonly outside: boolean } {
  if (caller.kind === 'holder' || caller.id === undefined) return { caller, outside: false };
  const scoped = state.roleAssignments.filter(
    ({ principalId, directoryScopeId }) => principalId === caller.id && directoryScopeId.startsWith(UNIT),
  );
  const covering = scoped.filter(({ directoryScopeId }) =>
    state.units.some(({ id, members }) => directoryScopeId === UNIT + id && members.includes(user.id)),
  );
  const roles = new Set([...caller.roles, ...covering.map(({ roleDefinitionId }) => roleDefinitionId)]);
  return { caller: { ...caller, roles }, outside: scoped.length > 0 && covering.length === 0 };
}

/** Returns the assignments of the administrators by number, and those that were added. */
function allAssignments({ tenant, state }: Roles): StoredRoleAssignment[] {
  const administrators = tenant.administrators().map(principalId => ({
    principalId,
    roleDefinitionId: roleTemplates.userAdministrator,
    directoryScopeId: '/',
  }));
  return [...administrators, ...state.roleAssignments];
}

function principalOf(tenant: Tenant, id: string) {
  if (tenant.find(id) !== undefined) return { '@odata.type': '#microsoft.graph.user', id };
  if (tenant.groups.some(group => group.id === id)) return { '@odata.type': '#microsoft.graph.group', id };
  return { '@odata.type': '#microsoft.graph.servicePrincipal', id };
}
