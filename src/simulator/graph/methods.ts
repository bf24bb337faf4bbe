import { type Answer, GraphRefusal } from './answers.ts';
import { recordAudit } from './audits.ts';
import type { Caller } from './callers.ts';
import { issueOptions } from './challenges.ts';
import { type Applicant, refuseIneligible } from './eligibility.ts';
import { guid, urlToken } from './encoding.ts';
import { type RegistrationRules, register } from './registration.ts';
import type { StoredMethod, TenantState } from './state.ts';
import type { SimulatedUser } from './user.ts';

/** A request below /users/{id}/authentication/fido2Methods. */
export interface MethodRequest {
  readonly method: string;
  /** The path after `fido2Methods`, without the slash. */
  readonly rest: string;
  readonly params: URLSearchParams;
  readonly version: string;
  readonly body: unknown;
  /** Whether the caller may change the methods of administrators. */
  readonly privileged: boolean;
  readonly caller: Caller;
}

/** Answers requests for the fido2Methods of one user: options, list, get, create, delete. @throws GraphRefusal */
export async function fido2Methods(
  state: TenantState,
  user: Applicant,
  request: MethodRequest,
  rules: RegistrationRules,
): Promise<Answer> {
  const { method, rest, version } = request;
  refuseUnprivileged(request, user);
  const route = `${method} ${rest.replace(/\(.*\)$/, '()')}`;
  if (method === 'GET' && rest === '') {
    return { status: 200, body: { value: ownOf(state, user).map(own => describe(state, own, version)) } };
  }
  if (route === 'GET creationOptions' || route === 'GET creationOptions()')
    return options(state, user, request, rules.now);
  if (method === 'POST' && rest === '') {
    refuseIneligible(state.policy, user);
    const created = await register(state, user, request.body, rules);
    state.methods.push(created);
    recordAudit(state, { user, caller: request.caller, verb: 'registered', now: rules.now });
    return { status: 201, body: describe(state, created, version) };
  }
  const found = ownOf(state, user).find(own => idOf(state, own) === rest);
  if (found === undefined) throw new GraphRefusal(404, 'resourceNotFound', 'The authentication method does not exist.');
  if (method === 'GET') return { status: 200, body: describe(state, found, version) };
  if (method !== 'DELETE')
    throw new GraphRefusal(405, 'methodNotAllowed', 'The method is not allowed for this resource.');
  state.methods = state.methods.filter(own => own !== found);
  recordAudit(state, { user, caller: request.caller, verb: 'deleted', now: rules.now });
  return { status: 204 };
}

function options(state: TenantState, user: Applicant, { rest, params, version }: MethodRequest, now: number): Answer {
  if (params.has('challengeTimeoutInMinutes')) {
    throw new GraphRefusal(405, 'methodNotAllowed', 'Specify challengeTimeoutInMinutes as a function parameter.');
  }
  const minutes = /^creationOptions\(challengeTimeoutInMinutes=(\d+)\)$/.exec(rest)?.[1];
  if (rest !== 'creationOptions' && minutes === undefined)
    throw new GraphRefusal(400, 'badRequest', 'The function call is malformed.');
  if (minutes !== undefined && version !== 'beta') {
    throw new GraphRefusal(400, 'badRequest', 'challengeTimeoutInMinutes is not supported in this version.');
  }
  refuseIneligible(state.policy, user);
  if (version === 'v1.0' && !state.policy.isSelfServiceRegistrationAllowed) {
    throw new GraphRefusal(400, 'badRequest', 'Self-service set up is not allowed by the passkey policy.');
  }
  return {
    status: 200,
    body: issueOptions(state, user, { version, minutes: minutes === undefined ? undefined : Number(minutes), now }),
  };
}

/** Only Privileged Authentication Administrators may change the methods of administrators (graph.md, 4). */
function refuseUnprivileged({ privileged }: MethodRequest, user: SimulatedUser): void {
  if (!user.isAdmin || privileged) return;
  throw new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function ownOf(state: TenantState, user: SimulatedUser): StoredMethod[] {
  return state.methods.filter(method => method.userId === user.id);
}

function idOf({ behavior }: TenantState, { credentialId }: StoredMethod): string {
  return behavior.methodIds === 'guid' ? guid(credentialId) : urlToken(Buffer.from(credentialId, 'base64url'));
}

function describe(state: TenantState, method: StoredMethod, version: string): unknown {
  const { displayName, createdDateTime, aaGuid, model, attestationCertificates, attestationLevel } = method;
  return {
    '@odata.type': '#microsoft.graph.fido2AuthenticationMethod',
    id: idOf(state, method),
    displayName,
    createdDateTime,
    aaGuid,
    model,
    attestationCertificates,
    attestationLevel,
    passkeyType: 'deviceBound',
    ...(version === 'beta' ? { lastUsedDateTime: method.lastUsedDateTime ?? null } : {}),
  };
}
