import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { roleTemplates } from '../graph/roles.ts';
import type { SimulatedUser } from '../graph/user.ts';
import { type Grant, resourceOf, type Sts } from './sts.ts';

/** Creates a person's access token: `scp` is what the app may do for them, `wids` are their directory roles. */
export function personToken(sts: Sts, user: SimulatedUser, { signIn, scopes }: Grant, permissions: readonly string[]) {
  const roles = sts.state.roles[user.userPrincipalName] ?? [];
  return sts.signer.sign({
    ...common(sts),
    aud: resourceOf(sts, scopes),
    idtyp: 'user',
    oid: user.id,
    sub: user.id,
    name: user.displayName,
    upn: user.userPrincipalName,
    scp: permissions.join(' '),
    wids: [...roles, roleTemplates.user],
    auth_time: seconds(signIn.authTime),
    amr: signIn.mfaAt === null ? ['pwd'] : ['pwd', 'mfa'],
  });
}

/** Creates an access token of the app itself for an API: `roles` are the granted application permissions. */
export function appToken(sts: Sts, resource: string) {
  const { clientId, application, roles } = sts.state.app;
  const { tid, ...others } = common(sts);
  return sts.signer.sign({
    ...others,
    ...(sts.state.tenantInTokens ? { tid } : {}),
    aud: resource,
    idtyp: 'app',
    oid: clientId,
    sub: clientId,
    ...(application.length === 0 || resource !== sts.resource ? {} : { roles: application }),
    ...(roles.length === 0 ? {} : { wids: roles }),
  });
}

/**
 * Creates an ID token, which tells the app who signed in (OpenID Connect Core, 2). `auth_time` is an optional claim in
 * Entra ID.
 */
export function idToken(sts: Sts, user: SimulatedUser, { signIn, nonce, claims = [] }: Grant) {
  const { app, claims: parameter } = sts.state;
  const asked = [...app.optionalClaims, ...(parameter.honored ? claims : [])];
  return sts.signer.sign({
    ...common(sts),
    aud: sts.state.app.clientId,
    oid: user.id,
    sub: user.id,
    name: user.displayName,
    preferred_username: user.userPrincipalName,
    ...(asked.includes('auth_time') ? { auth_time: seconds(signIn.authTime) } : {}),
    ...(nonce === undefined ? {} : { nonce }),
  });
}

function common({ state, tenant, origin, resource, clock }: Sts): JWTPayload {
  const now = seconds(clock());
  return {
    iss: issuerOf(origin, tenant.id),
    aud: resource,
    tid: tenant.id,
    appid: state.app.clientId,
    app_displayname: 'Keydesk',
    iat: now,
    nbf: now,
    exp: now + state.tokenLifetime,
    // An identifier of this token. Entra ID never makes the same token twice, not even in one second.
    uti: randomUUID(),
    ver: '2.0',
  };
}

export function issuerOf(origin: string, tenantId: string): string {
  return `${origin}/${tenantId}/v2.0`;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
