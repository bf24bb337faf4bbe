import type { CheckLine, CheckName, CheckReport, CheckRequest } from '../../../contract/connections/schema.ts';
import { type ErrorParams, KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import {
  insufficientIn,
  type PermissionCheck,
  permissionIn,
  permissionsFor,
  type Rights,
  readerRole,
  registrarRole,
  rightsOf,
} from '../../services/auth/rights.ts';
import { ALLOWED_SKEW, minutesOf } from '../../services/auth/signInErrors.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import type { GraphClient } from '../../services/graph/client.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Activation } from '../activation/activation.ts';

export interface CheckParts {
  tenant: BoundTenant;
  signIns: Pick<SignIns, 'skew'>;
  users: Pick<Activation, 'trySignIn' | 'signInTold'>;
}

/** What a part of Graph requires of a person besides the permission. */
interface Probe {
  readonly name: CheckName;
  readonly permission: PermissionCheck;
  readonly role?: string;
  run(graph: GraphClient): Promise<unknown>;
}

/**
 * Checks each part of the current connection and returns what is missing. Writes nothing. Without a token nothing can be checked, and the
 * only line says so.
 * `user` is the user for whose creation options Graph is asked. Without it, that part is skipped; without `userSignIn`, the sign-in of
 * users is skipped.
 * @throws KeydeskError not-connected
 */
export async function checkConnected(
  { tenant, signIns, users }: CheckParts,
  { user, userSignIn = false }: CheckRequest,
  signal?: AbortSignal,
): Promise<CheckReport> {
  if (tenant.connection === null) throw new KeydeskError('not-connected');
  let token: string;
  try {
    token = await tenant.tokens()({ fresh: true, signal });
  } catch (error) {
    return { ok: false, lines: [failed('token', error)] };
  }
  const graph = tenant.graph();
  const rights = rightsOf(token);
  const probes = [...readProbes(signal), ...(user === undefined ? [] : [optionsProbe(user, signal)])];
  const name = tenant.signedIn()?.name;
  const probed = await Promise.all(probes.map(probe => tryProbe(probe, graph, rights, name)));
  const options = probed.find(probe => probe.name === 'creation-options') ?? line('creation-options', 'not-needed');
  const lines = [
    line('token', 'passed', name ?? null),
    clockLine(tenant, signIns),
    ...permissionLines(rights, options),
    roleLine(rights, options, name),
    ...probed.filter(probe => probe.name !== 'creation-options'),
    options,
    await userSignInLine(tenant, users, userSignIn, signal),
  ];
  return { ok: lines.every(({ status }) => status !== 'failed'), lines };
}

function readProbes(signal: AbortSignal | undefined): Probe[] {
  return [
    { name: 'users', permission: 'permission-users', run: graph => graph.probes.users({ signal }) },
    { name: 'groups', permission: 'permission-groups', run: graph => graph.probes.groups({ signal }) },
    {
      name: 'registrations',
      permission: 'permission-reports',
      role: 'Reports Reader',
      run: graph => graph.probes.registrations({ signal }),
    },
    {
      name: 'policy',
      permission: 'permission-policy',
      role: 'Global Reader',
      run: graph => graph.policy.fido2({ signal }),
    },
  ];
}

function optionsProbe(user: string, signal: AbortSignal | undefined): Probe {
  return {
    name: 'creation-options',
    permission: 'permission-passkeys',
    role: 'Authentication Administrator',
    run: graph => graph.fido2Methods.creationOptions(user, { signal }),
  };
}

async function tryProbe(
  { name, permission, role, run }: Probe,
  graph: GraphClient,
  rights: Rights,
  person: string | undefined,
): Promise<CheckLine> {
  try {
    await run(graph);
    return line(name, 'passed');
  } catch (error) {
    // Keydesk works without the features that need a license. The permission has its own line.
    if (hasCode(error, 'graph-license-missing')) return line(name, 'not-needed', 'license-needed');
    if (!hasCode(error, 'graph-forbidden') || rights.kind === null) return failed(name, error);
    if (permissionIn(rights, permission) === undefined) return failed(name, missing(permission, rights, error));
    // Only persons have roles. An app with the permission is refused for another reason, which Graph's error names.
    if (role === undefined || rights.kind !== 'person') return failed(name, error);
    return failed(
      name,
      new KeydeskError('role-missing', { role, ...(person === undefined ? {} : { name: person }) }, { cause: error }),
    );
  }
}

/**
 * Returns the lines of the permissions. An app with a role needs no permission for passkeys: a role can restrict it to an administrative
 * unit (graph.md, 4).
 */
function permissionLines(rights: Rights, options: CheckLine): CheckLine[] {
  return (Object.keys(permissionsFor) as PermissionCheck[]).map(name => {
    if (rights.kind === null) return line(name, 'not-needed');
    const found = permissionIn(rights, name);
    if (found !== undefined) return line(name, 'passed', found);
    const byRole = rights.kind === 'app' && (registrarRole(rights) !== undefined || provesRole(options, rights));
    if (name === 'permission-passkeys' && byRole) return line(name, 'not-needed', registrarRole(rights) ?? null);
    const untold = rights.kind === 'app' && rights.roles === null && options.status === 'passed';
    if (name === 'permission-passkeys' && untold) return line(name, 'unknown', 'roles-not-told');
    return failed(name, missing(name, rights));
  });
}

/**
 * Returns the line of the role. A role for one administrative unit is not in the token. If Graph returns creation options, that proves the
 * role for that user, unless the token has a role that may only read. Then only a registration could tell.
 */
function roleLine(rights: Rights, options: CheckLine, name: string | undefined): CheckLine {
  const role = registrarRole(rights);
  if (role !== undefined) return line('role', 'passed', role);
  if (rights.kind !== 'person' || provesRole(options, rights)) return line('role', 'not-needed');
  if (cannotTellRole(options, rights)) return line('role', 'unknown', 'roles-not-told');
  const reader = readerRole(rights);
  const params: ErrorParams = {
    role: 'Authentication Administrator',
    ...(name === undefined ? {} : { name }),
    ...(reader === undefined ? {} : { reader }),
  };
  return failed('role', new KeydeskError('role-missing', params));
}

function provesRole(options: CheckLine, rights: Rights): boolean {
  return options.status === 'passed' && rights.roles !== null && readerRole(rights) === undefined;
}

/**
 * Returns whether the role is unknown: a token without `wids` does not show whether the creation options came from a read-only role. If
 * they were refused, that says more.
 */
function cannotTellRole({ failure }: CheckLine, { roles }: Rights): boolean {
  return roles === null && failure?.code !== 'role-missing';
}

function clockLine({ saved }: BoundTenant, signIns: CheckParts['signIns']): CheckLine {
  const skew = saved === null || saved.signIn === 'token' ? null : signIns.skew(saved);
  if (skew === null) return line('clock', 'not-needed');
  if (Math.abs(skew) <= ALLOWED_SKEW) return line('clock', 'passed');
  return failed('clock', new KeydeskError('clock-skewed', { minutes: minutesOf(skew) }));
}

/** Returns the line of the sign-in of users at a station. It needs an optional claim in the ID token, which only a sign-in shows. */
async function userSignInLine(
  { saved }: BoundTenant,
  users: CheckParts['users'],
  tryIt: boolean,
  signal: AbortSignal | undefined,
): Promise<CheckLine> {
  if (saved === null || saved.signIn === 'token') return line('user-sign-in', 'not-needed');
  try {
    if (tryIt) await users.trySignIn(signal);
    const told = await users.signInTold();
    if (told === false) throw new KeydeskError('activation-sign-in-untimed');
    return told === null ? line('user-sign-in', 'unknown', 'sign-in-untried') : line('user-sign-in', 'passed');
  } catch (error) {
    return failed('user-sign-in', error);
  }
}

function missing(check: PermissionCheck, rights: Rights, cause?: unknown): KeydeskError {
  const insufficient = insufficientIn(rights, check);
  const params: ErrorParams = {
    permission: permissionsFor[check][0],
    app: rights.kind === 'app',
    ...(insufficient === undefined ? {} : { insufficient }),
  };
  return new KeydeskError('permission-missing', params, { cause });
}

function line(name: CheckName, status: CheckLine['status'], detail: string | null = null): CheckLine {
  return { name, status, detail, failure: null };
}

function failed(name: CheckName, error: unknown): CheckLine {
  return { name, status: 'failed', detail: null, failure: toFailure(error) };
}
