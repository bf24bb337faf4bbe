import { type AuditCalls, auditCalls } from './audits.ts';
import { type DeltaCalls, deltaCalls } from './delta.ts';
import { type Fido2MethodCalls, fido2MethodCalls } from './fido2Methods.ts';
import { checkGraphTarget, type GraphTarget } from './graphTarget.ts';
import { type MembershipCalls, membershipCalls } from './memberships.ts';
import { type OrganizationCalls, organizationCalls } from './organization.ts';
import { type PolicyCalls, policyCalls } from './policy.ts';
import { type ProbeCalls, probeCalls } from './probes.ts';
import { createRequests, type RequestOptions } from './requests.ts';
import { type RoleCalls, roleCalls } from './roleAssignments.ts';
import { createServerClock, type ServerClock } from './serverClock.ts';
import type { TokenSource } from './tokens.ts';
import { type UserCalls, userCalls } from './users.ts';

/** The calls of Microsoft Graph that Keydesk uses, for one tenant. */
export interface GraphClient {
  readonly users: UserCalls;
  readonly fido2Methods: Fido2MethodCalls;
  readonly delta: DeltaCalls;
  readonly memberships: MembershipCalls;
  readonly organization: OrganizationCalls;
  readonly policy: PolicyCalls;
  readonly probes: ProbeCalls;
  readonly audits: AuditCalls;
  readonly roles: RoleCalls;
  /** The clock to compare Graph's times with. */
  readonly clock: Pick<ServerClock, 'now' | 'offset'>;
}

/** @throws KeydeskError connection-insecure */
export function createGraphClient(target: GraphTarget, token: TokenSource, options?: RequestOptions): GraphClient {
  checkGraphTarget(target);
  const clock = options?.serverClock ?? createServerClock();
  const requests = createRequests(target, token, { ...options, serverClock: clock });
  // An import waits by its own rules (directory/import/patience.ts) and shows every wait.
  const importing = createRequests(target, token, { ...options, serverClock: clock, ownPace: true });
  return {
    users: userCalls(requests, target),
    fido2Methods: fido2MethodCalls(requests, target, { usesGrace: options?.usesGrace, now: clock.now }),
    delta: deltaCalls(importing, target),
    memberships: membershipCalls(requests, target),
    organization: organizationCalls(requests),
    policy: policyCalls(requests),
    probes: probeCalls(requests),
    audits: auditCalls(requests),
    roles: roleCalls(requests, target),
    clock,
  };
}
