import { type Connection, checkConnection } from './connection.ts';
import { type DeltaCalls, deltaCalls } from './delta.ts';
import { type Fido2MethodCalls, fido2MethodCalls } from './fido2Methods.ts';
import { type MembershipCalls, membershipCalls } from './memberships.ts';
import { Pauses } from './pauses.ts';
import { type PolicyCalls, policyCalls } from './policy.ts';
import { type ProbeCalls, probeCalls } from './probes.ts';
import { createRequests, type RequestOptions } from './requests.ts';
import { realRetries } from './retry.ts';
import type { TokenSource } from './tokens.ts';
import { type UserCalls, userCalls } from './users.ts';

/** Microsoft Graph as far as Keydesk uses it, for one tenant. */
export interface GraphClient {
  readonly users: UserCalls;
  readonly fido2Methods: Fido2MethodCalls;
  readonly delta: DeltaCalls;
  readonly memberships: MembershipCalls;
  readonly policy: PolicyCalls;
  readonly probes: ProbeCalls;
}

/** @throws KeydeskError connection-insecure */
export function createGraphClient(connection: Connection, token: TokenSource, options?: RequestOptions): GraphClient {
  checkConnection(connection);
  const requests = createRequests(connection, token, options);
  // Whoever imports shows the waits; others have none that are worth it, or show their own.
  const pauses = new Pauses();
  const retries = pauses.watch(options?.retries ?? realRetries);
  const watched = createRequests(connection, token, { ...options, retries });
  return {
    users: userCalls(requests, connection),
    fido2Methods: fido2MethodCalls(requests, connection, { usesGrace: options?.usesGrace }),
    delta: deltaCalls(watched, connection, pauses),
    memberships: membershipCalls(requests, connection),
    policy: policyCalls(requests),
    probes: probeCalls(requests),
  };
}
