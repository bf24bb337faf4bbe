import type { CheckLine, CheckName, CheckReport, CheckRequest } from '../../../contract/connections/schema.ts';
import { type ErrorParams, KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { ALLOWED_SKEW, minutesOf } from '../../services/auth/signInErrors.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import type { GraphClient } from '../../services/graph/client.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Activation } from '../activation/activation.ts';
import {
  insufficientIn,
  type PermissionCheck,
  permissionIn,
  permissionsFor,
  type Rights,
  readerRole,
  registrarRole,
  rightsOf,
} from './rights.ts';

export interface CheckParts {
  tenant: BoundTenant;
  signIns: Pick<SignIns, 'skew'>;
  users: Pick<Activation, 'trySignIn' | 'signInTold'>;
}

/** What a part of Graph wants beside its permission, of a person. */
interface Probe {
  readonly name: CheckName;
  readonly permission: PermissionCheck;
  readonly role?: string;
  run(graph: GraphClient): Promise<unknown>;
}

/**
 * Tries the current connection, part by part, and tells of each what is missing. Nothing is written. Without a token there
 * is nothing to try, and its line is the only one.
 * `user` is whom creationOptions are asked for; without one that part is left out, and so is a sign-in without `userSignIn`.
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
    // Keydesk works without what needs a license; the permission has its own line.
    if (hasCode(error, 'graph-license-missing')) return line(name, 'not-needed', 'license-needed');
    if (!hasCode(error, 'graph-forbidden') || rights.kind === null) return failed(name, error);
    if (permissionIn(rights, permission) === undefined) return failed(name, missing(permission, rights, error));
    // Roles are a person's. An app that holds the permission is refused for another reason, which Graph tells.
    if (role === undefined || rights.kind !== 'person') return failed(name, error);
    return failed(
      name,
      new KeydeskError('role-missing', { role, ...(person === undefined ? {} : { name: person }) }, { cause: error }),
    );
  }
}

/** An app that holds a role needs no permission for passkeys: so it is kept to an administrative unit (graph.md, 4). */
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
 * A role for one administrative unit is not in the token; that creationOptions are given proves it for that user, unless a role
 * of the token explains it that may only look. Nothing but a registration would tell the two apart then.
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

/** A token without `wids` leaves open whether creationOptions came of a role that may only look. Their refusal says more. */
function cannotTellRole({ failure }: CheckLine, { roles }: Rights): boolean {
  return roles === null && failure?.code !== 'role-missing';
}

function clockLine({ saved }: BoundTenant, signIns: CheckParts['signIns']): CheckLine {
  const skew = saved === null || saved.signIn === 'token' ? null : signIns.skew(saved);
  if (skew === null) return line('clock', 'not-needed');
  if (Math.abs(skew) <= ALLOWED_SKEW) return line('clock', 'passed');
  return failed('clock', new KeydeskError('clock-skewed', { minutes: minutesOf(skew) }));
}

/** The sign-in of users at a station needs an optional claim in the ID token, which only a sign-in shows. */
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
