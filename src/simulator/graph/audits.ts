import { randomUUID } from 'node:crypto';
import { type Answer, GraphRefusal } from './answers.ts';
import type { Caller } from './callers.ts';
import type { StoredAudit, TenantState } from './state.ts';
import type { SimulatedUser } from './user.ts';

/** Entra keeps them for 30 days. The simulator keeps this many. */
const MOST = 1000;

interface Act {
  readonly user: Pick<SimulatedUser, 'id' | 'userPrincipalName'>;
  readonly caller: Caller;
  readonly verb: 'registered' | 'deleted';
  readonly now: number;
}

/** Records in the audit log who registered or deleted a passkey of a user. */
export function recordAudit(state: TenantState, { user, caller, verb, now }: Act): void {
  const by = caller.kind === 'holder' ? null : (caller.name ?? null);
  const self = by !== null && by.toLowerCase() === user.userPrincipalName.toLowerCase();
  state.audits.unshift({
    id: randomUUID(),
    activityDateTime: new Date(now).toISOString(),
    activityDisplayName: `${self ? 'User' : 'Admin'} ${verb} security info`,
    by: caller.kind === 'person' ? { user: by } : { app: by ?? 'Keydesk' },
    targetId: user.id,
  });
  state.audits.splice(MOST);
}

/**
 * Answers GET /auditLogs/directoryAudits with the filters that Keydesk uses, newest first.
 * @throws GraphRefusal for a tenant without Entra ID P1 or P2, and for other filters
 */
export function directoryAudits(state: TenantState, params: URLSearchParams): Answer {
  if (!state.behavior.premium) {
    throw new GraphRefusal(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  const [, since, targetId] =
    /^activityDateTime ge (\S+) and targetResources\/any\(t:t\/id eq '([^']*)'\)$/.exec(params.get('$filter') ?? '') ??
    [];
  if (since === undefined) throw new GraphRefusal(400, 'BadRequest', 'The simulator does not know this filter here.');
  const found = state.audits.filter(
    audit => audit.targetId === targetId && Date.parse(audit.activityDateTime) >= Date.parse(since),
  );
  return { status: 200, body: { value: found.slice(0, Number(params.get('$top') ?? MOST)).map(bodyOf) } };
}

function bodyOf({ id, activityDateTime, activityDisplayName, by, targetId }: StoredAudit): unknown {
  return {
    id,
    category: 'UserManagement',
    activityDateTime,
    activityDisplayName,
    loggedByService: 'Authentication Methods',
    result: 'success',
    initiatedBy: {
      user: by.user === undefined ? null : { id: null, displayName: null, userPrincipalName: by.user },
      app: by.app === undefined ? null : { appId: null, displayName: by.app },
    },
    targetResources: [{ id: targetId, type: 'User' }],
  };
}
