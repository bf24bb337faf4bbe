import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, GraphRefusal } from './answers.ts';
import { directoryAudits } from './audits.ts';
import type { Caller } from './callers.ts';
import { groupOf, listGroups, listUsers, members, memberships, oneUser } from './directory.ts';
import { groupBody, groupsDelta } from './groupsDelta.ts';
import { fido2Methods } from './methods.ts';
import type { Query } from './pages.ts';
import { authorize, isPrivileged, visibleTo } from './permissions.ts';
import { policyBody } from './policy.ts';
import type { RegistrationRules } from './registration.ts';
import { type ReportLimit, registrationReport } from './registrationReport.ts';
import { isProtected, listRoleAssignments, unitMembers, withUnitRoles } from './roleAssignments.ts';
import { pick, selected } from './selection.ts';
import type { TenantState } from './state.ts';
import type { SimulatedGroup, Tenant } from './tenant.ts';
import type { SimulatedUser } from './user.ts';
import { usersDelta } from './usersDelta.ts';

/** A request that has passed authentication. */
export interface GraphCall {
  readonly caller: Caller;
  readonly tenant: Tenant;
  readonly state: TenantState;
  readonly rules: RegistrationRules;
  readonly reportLimit: ReportLimit;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly target: URL;
  readonly body: unknown;
  readonly root: string;
}

/** Returns the response for a path. @throws GraphRefusal */
export async function route(call: GraphCall): Promise<Answer> {
  const { method, target, root } = call;
  const [, version = '', rest = ''] = /^\/(v1\.0|beta)(\/.*)$/.exec(target.pathname) ?? [];
  const segments = segmentsOf(rest);
  const query = {
    params: target.searchParams,
    base: `${root}/${version}`,
    advanced: call.headers.consistencylevel === 'eventual',
    preferredSize: pageSize(call.headers.prefer),
    visible: visibleTo(call.caller),
    oldestRound: call.state.oldestRound,
    round: call.state.round,
  };
  if (segments[0] === 'me') {
    throw new GraphRefusal(405, 'methodNotAllowed', 'Specified HTTP method is not allowed for the request target.');
  }
  const [resource, , below, collection] = segments;
  if (resource === 'users' && below === 'authentication' && collection === 'fido2Methods') {
    return methodsOf(call, version, segments, query.params);
  }
  authorize(call.caller, method, segments);
  const answer = method === 'GET' ? read(call, segments, query) : undefined;
  if (answer !== undefined) return answer;
  throw new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${resource}'.`);
}

/** Answers requests for the passkeys of one user, who may be in a unit for which the caller has a role. */
async function methodsOf(
  call: GraphCall,
  version: string,
  segments: readonly string[],
  params: URLSearchParams,
): Promise<Answer> {
  const { method, state, tenant, body } = call;
  const [, user = '', , , ...inner] = segments;
  const known = tenant.find(user);
  const { caller, outside } =
    known === undefined ? { caller: call.caller, outside: false } : withUnitRoles(call, call.caller, known);
  try {
    authorize(caller, method, segments);
  } catch (refusal) {
    throw outside ? outsideUnits(inner[0]) : refusal;
  }
  const found = userOf(call, user);
  const groups = () => new Set(tenant.groupsOf(found).map(group => group.id));
  const privileged = isPrivileged(caller) ?? state.privileged;
  const request = { method, rest: inner.join('/'), params, version, body, privileged, caller };
  return fido2Methods(state, { ...found, isAdmin: isProtected(call, found), groups }, request, call.rules);
}

/** Returns the error for a user outside the units of the caller (graph.md, 8). */
function outsideUnits(call: string | undefined): GraphRefusal {
  const message = 'The user is outside the scope of the caller.';
  if (call?.startsWith('creationOptions') === true) return new GraphRefusal(400, 'badRequest', message);
  return new GraphRefusal(404, 'Request_ResourceNotFound', message);
}

/** Answers requests for the directory, its policy and its reports; undefined for other paths. */
function read(call: GraphCall, segments: readonly string[], query: Query): Answer | undefined {
  const { tenant, state } = call;
  const [resource, id, part, ...more] = segments;
  const isDeep = resource === 'policies' || resource === 'directory' || part === 'transitiveMemberOf';
  if (more.length > 0 && !isDeep) return undefined;
  switch (resource) {
    case 'users':
      if (id !== undefined && part === 'transitiveMemberOf') return memberships(tenant, userOf(call, id), more, query);
      if (part !== undefined) return undefined;
      if (id === undefined) return listUsers(tenant, query);
      if (id === 'delta') return usersDelta(tenant, state, query);
      return oneUser(userOf(call, id), query);
    case 'groups':
      if (id === undefined) return listGroups(tenant, query);
      if (id === 'delta' && part === undefined) return groupsDelta(tenant, state, query);
      if (part === undefined) return oneGroup(groupOf(tenant, id), query);
      if (part !== 'members' && part !== 'transitiveMembers') return undefined;
      return members(tenant, id, part === 'transitiveMembers', query);
    case 'organization':
      return {
        status: 200,
        body: {
          value: [
            {
              id: tenant.id,
              displayName: 'Contoso',
              verifiedDomains: [{ name: 'contoso.example', isDefault: true, isInitial: false }],
            },
          ],
        },
      };
    case 'policies':
      return segments.join('/') === POLICY ? { status: 200, body: policyBody(state.policy) } : undefined;
    case 'roleManagement':
      return segments.join('/') === ROLES ? listRoleAssignments(call, query) : undefined;
    case 'directory':
      if (id !== 'administrativeUnits' || part === undefined || more.join('/') !== 'members') return undefined;
      return unitMembers(call, part, query);
    case 'auditLogs':
      return segments.join('/') === AUDITS ? directoryAudits(state, query.params) : undefined;
    case 'reports':
      if (segments.join('/') !== REPORT) return undefined;
      if (state.behavior.reportLimit) call.reportLimit.take(call.rules.now);
      return registrationReport(state, tenant, query);
    default:
      return undefined;
  }
}

const POLICY = 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2';
const ROLES = 'roleManagement/directory/roleAssignments';
const AUDITS = 'auditLogs/directoryAudits';
const REPORT = 'reports/authenticationMethods/userRegistrationDetails';

/** Returns the page size of delta, which is in a header: `Prefer: odata.maxpagesize=N`. */
function pageSize(prefer: string | string[] | undefined): number | undefined {
  const size = /odata\.maxpagesize=(\d+)/.exec(String(prefer))?.[1];
  return size === undefined ? undefined : Math.max(1, Math.min(Number(size), 999));
}

function oneGroup(group: SimulatedGroup, { params }: Query): Answer {
  const names = selected(params.get('$select'), 'group');
  return { status: 200, body: names === undefined ? groupBody(group) : pick(groupBody(group), names) };
}

/**
 * Returns the decoded segments of a path. `/users('NAME')` is the same as `/users/NAME`.
 * @throws GraphRefusal for a name after a slash that begins with $ (learn.microsoft.com/graph/api/user-get)
 */
function segmentsOf(path: string): string[] {
  const [, resource = '', key] = /^\/(users|groups)\('((?:[^']|'')*)'\)/.exec(path) ?? [];
  if (key !== undefined) {
    const rest = path
      .slice(path.indexOf("')") + 2)
      .split('/')
      .slice(1);
    return [resource, ...[key.replaceAll("''", "'"), ...rest].map(decodeSegment)];
  }
  const segments = path.split('/').slice(1).map(decodeSegment);
  if (segments[1]?.startsWith('$') === true) {
    throw new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${segments[1]}'.`);
  }
  return segments;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new GraphRefusal(400, 'BadRequest', 'The address is malformed.');
  }
}

function userOf({ tenant }: GraphCall, name: string): SimulatedUser {
  const user = tenant.find(name);
  if (user === undefined) {
    throw new GraphRefusal(
      404,
      'Request_ResourceNotFound',
      `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  return user;
}
