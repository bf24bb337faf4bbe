import { type Answer, GraphRefusal } from './answers.ts';
import { page, type Query } from './pages.ts';
import { pick, selected } from './selection.ts';
import type { TenantState } from './state.ts';
import type { Tenant } from './tenant.ts';
import type { SimulatedUser } from './user.ts';

/** The report's limit: number of requests, and the time window in ms (learn.microsoft.com/graph/throttling-limits). */
const [MOST, WINDOW] = [5, 10_000];
const IGNORED = ['$expand', '$search', '$count', '$skip', '$filter', '$orderby'];

/** Counts the requests to the registration report. */
export class ReportLimit {
  #taken: number[] = [];

  /** Counts one request. @throws GraphRefusal 429, without Retry-After */
  take(now: number): void {
    this.#taken = this.#taken.filter(at => at > now - WINDOW);
    if (this.#taken.length >= MOST) throw new GraphRefusal(429, 'TooManyRequests', 'Too many requests.');
    this.#taken.push(now);
  }
}

/**
 * Answers GET /reports/authenticationMethods/userRegistrationDetails: the methods of many users (graph.md, 6). Omits
 * disabled users. @throws GraphRefusal for a tenant without Entra ID P1 or P2, and beyond the limit
 */
export function registrationReport(state: TenantState, tenant: Tenant, query: Query): Answer {
  const { params } = query;
  if (!state.behavior.premium) {
    throw new GraphRefusal(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  const option = IGNORED.find(name => params.has(name));
  if (option !== undefined) throw new GraphRefusal(400, 'BadRequest', `The simulator does not know ${option} here.`);
  const names = selected(params.get('$select'), 'userRegistrationDetails');
  const numbers = tenant.numbers('enabled');
  const holders = new Set(state.methods.map(({ userId }) => userId));
  const member = (i: number) => {
    const n = numbers[i] ?? 0;
    const row = rowOf(state, holders, tenant.user(n), USUAL[n % USUAL.length] ?? []);
    return names === undefined ? row : pick(row, names);
  };
  return page(numbers.length, member, '/reports/authenticationMethods/userRegistrationDetails', query);
}

/** Default methods of a user besides passkeys. */
const USUAL = [
  [],
  ['mobilePhone', 'microsoftAuthenticatorPush'],
  ['windowsHelloForBusiness', 'softwareOneTimePasscode'],
];

function rowOf(
  { otherMethods }: TenantState,
  holders: ReadonlySet<string>,
  user: SimulatedUser,
  usual: readonly string[],
) {
  const methods = [...(holders.has(user.id) ? ['fido2SecurityKey'] : []), ...(otherMethods[user.id] ?? usual)];
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: user.userType === 'Guest' ? 'guest' : 'member',
    isAdmin: user.isAdmin,
    isMfaRegistered: methods.length > 0,
    methodsRegistered: methods,
  };
}
