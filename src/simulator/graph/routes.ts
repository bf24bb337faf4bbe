import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, GraphRefusal } from './answers.ts';
import { groupsDelta, listGroups, listUsers, members, select, usersDelta } from './directory.ts';
import { fido2Methods } from './methods.ts';
import type { RegistrationRules } from './registration.ts';
import type { TenantState } from './state.ts';
import type { SimulatedUser, Tenant } from './tenant.ts';

/** A request that has passed authentication. */
export interface GraphCall {
  readonly tenant: Tenant;
  readonly state: TenantState;
  readonly rules: RegistrationRules;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly target: URL;
  readonly body: unknown;
  readonly root: string;
}

const METHODS = '/authentication/fido2Methods';

/** Finds what a path asks for. @throws GraphRefusal */
export async function route(call: GraphCall): Promise<Answer> {
  const { tenant, state, method, target, root } = call;
  const [, version = '', rest = ''] = /^\/(v1\.0|beta)(\/.*)$/.exec(target.pathname) ?? [];
  const params = target.searchParams;
  const query = { params, base: `${root}/${version}`, advanced: call.headers.consistencylevel === 'eventual' };
  if (rest.startsWith('/me/'))
    throw new GraphRefusal(405, 'methodNotAllowed', 'Specified HTTP method is not allowed for the request target.');

  const user = /^\/users\/([^/]+)(\/.*)?$/.exec(rest);
  const group = /^\/groups\/([^/]+)\/(members|transitiveMembers)$/.exec(rest);
  if (method === 'GET' && rest === '/users') return listUsers(tenant, state, query);
  if (method === 'GET' && rest === '/users/delta') return usersDelta(tenant, state, query);
  if (method === 'GET' && rest === '/groups') return listGroups(tenant, query);
  if (method === 'GET' && rest === '/groups/delta') return groupsDelta(tenant, query);
  if (method === 'GET' && group !== null)
    return members(tenant, group[1] ?? '', group[2] === 'transitiveMembers', query);
  if (method === 'GET' && rest === POLICY) return { status: 200, body: policyBody(state, tenant) };
  if (method === 'GET' && rest === REPORT) return { status: 200, body: reportBody(state, tenant) };
  if (user !== null) {
    const found = userOf(call, decodeURIComponent(user[1] ?? ''));
    const below = user[2] ?? '';
    if (method === 'GET' && below === '') return { status: 200, body: select(found, params) };
    if (below.startsWith(METHODS)) {
      const inner = below.slice(METHODS.length).replace(/^\//, '');
      return fido2Methods(state, found, { method, rest: inner, params, version, body: call.body }, call.rules);
    }
  }
  throw new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${rest.split('/')[1] ?? ''}'.`);
}

const POLICY = '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2';
const REPORT = '/reports/authenticationMethods/userRegistrationDetails';

function userOf({ tenant, state }: GraphCall, name: string): SimulatedUser {
  const user = tenant.find(name);
  if (user === undefined || state.removed.some(({ userId }) => userId === user.id)) {
    throw new GraphRefusal(
      404,
      'Request_ResourceNotFound',
      `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  return user;
}

/** The FIDO2 method configuration, profiles and deprecated members alike (graph.md, 5). */
function policyBody({ policy }: TenantState, tenant: Tenant): unknown {
  const restrictions = {
    isEnforced: policy.keyRestrictions !== null,
    enforcementType: policy.keyRestrictions?.enforcementType ?? 'allow',
    aaGuids: policy.keyRestrictions?.aaGuids ?? [],
  };
  const profileId = tenant.id;
  return {
    id: 'Fido2',
    state: policy.state,
    isSelfServiceRegistrationAllowed: policy.isSelfServiceRegistrationAllowed,
    isAttestationEnforced: policy.attestationEnforced,
    keyRestrictions: restrictions,
    defaultPasskeyProfile: profileId,
    passkeyProfiles: [
      {
        id: profileId,
        name: 'Default',
        passkeyTypes: 'deviceBound',
        attestationEnforcement: policy.attestationEnforced ? 'registrationOnly' : 'disabled',
        keyRestrictions: restrictions,
      },
    ],
    includeTargets: [
      { targetType: 'group', id: 'all_users', isRegistrationRequired: false, allowedPasskeyProfiles: [profileId] },
    ],
    excludeTargets: [],
  };
}

function reportBody({ methods }: TenantState, tenant: Tenant): unknown {
  const holders = new Set(methods.map(({ userId }) => userId));
  return {
    value: [...tenant.users()].map(user => ({
      id: user.id,
      userPrincipalName: user.userPrincipalName,
      isAdmin: user.isAdmin,
      methodsRegistered: holders.has(user.id) ? ['fido2SecurityKey'] : [],
    })),
  };
}
