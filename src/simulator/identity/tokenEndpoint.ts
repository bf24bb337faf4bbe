import { createHash, X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { thumbprintOf } from './certificates.ts';
import { StsRefusal } from './refusals.ts';
import { checkAllowed, checkMfa } from './signingIn.ts';
import { checkClient, type Grant, permissionsOf, randomToken, resourceOf, type Sts } from './sts.ts';
import { appToken, idToken, personToken } from './tokens.ts';

type Form = ReadonlyMap<string, string>;

/** Answers POST /token for each kind of grant. @throws StsRefusal */
export async function token(sts: Sts, form: Form): Promise<object> {
  checkClient(sts, need(form, 'client_id'));
  const kind = need(form, 'grant_type');
  const claims = noteClaims(sts, 'token', form);
  switch (kind) {
    case 'authorization_code':
      return personAnswer(sts, redeemCode(sts, form));
    case 'refresh_token':
      if (claims && sts.state.claims.needPerson) throw new StsRefusal(50076);
      return personAnswer(sts, refresh(sts, form));
    case 'urn:ietf:params:oauth:grant-type:device_code':
    case 'device_code':
      if (!sts.state.app.publicClient) throw new StsRefusal(7000218);
      return personAnswer(sts, deviceGrant(sts, need(form, 'device_code')));
    case 'client_credentials':
      return appAnswer(sts, form);
    default:
      throw new StsRefusal(70003, kind);
  }
}

/**
 * Records the claims that a request wants in the access token. Returns whether there are any. MSAL always requests some
 * for the ID token.
 */
export function noteClaims({ state }: Sts, at: 'authorize' | 'devicecode' | 'token', form: Form): boolean {
  const claims = form.get('claims');
  if (claims === undefined || !('access_token' in JSON.parse(claims))) return false;
  state.claims.asked.push({ at, claims });
  return true;
}

/** Returns the names of the claims that a request wants in the ID token (OpenID Connect Core, 5.5). */
export function idTokenClaims(form: Form): string[] {
  const { id_token: asked } = JSON.parse(form.get('claims') ?? '{}') as { id_token?: object };
  return Object.keys(asked ?? {});
}

/** Redeems an authorization code. @throws StsRefusal 70000, 54005, 70008, 50011, 501481 */
function redeemCode(sts: Sts, form: Form): Grant {
  const issued = sts.codes.get(need(form, 'code'));
  if (issued === undefined) throw new StsRefusal(70000);
  if (issued.used) throw new StsRefusal(54005);
  if (issued.expiresAt <= sts.clock()) throw new StsRefusal(70008);
  if (form.get('redirect_uri') !== issued.redirectUri) throw new StsRefusal(50011, form.get('redirect_uri'));
  const challenge = createHash('sha256').update(need(form, 'code_verifier')).digest('base64url');
  if (challenge !== issued.challenge) throw new StsRefusal(501481);
  issued.used = true;
  return issued;
}

/** Redeems a refresh token. @throws StsRefusal 50173 */
function refresh(sts: Sts, form: Form): Grant {
  const grant = sts.refreshTokens.get(need(form, 'refresh_token'));
  if (grant === undefined || grant.revoked) throw new StsRefusal(50173);
  // A refresh token is good for every API that has consent.
  return { ...grant, scopes: form.get('scope')?.split(' ') ?? grant.scopes, nonce: undefined };
}

/** Redeems a device code. @throws StsRefusal 70000, 70016, 70019, 65004 */
function deviceGrant(sts: Sts, deviceCode: string): Grant {
  const waiting = sts.deviceCodes.get(deviceCode);
  if (waiting === undefined) throw new StsRefusal(70000);
  if (waiting.expiresAt <= sts.clock()) throw new StsRefusal(70019);
  if (waiting.answer === null) throw new StsRefusal(70016);
  sts.deviceCodes.delete(deviceCode);
  if (waiting.answer === 'declined') throw new StsRefusal(65004);
  return { signIn: waiting.answer, scopes: waiting.scopes, revoked: false };
}

async function personAnswer(sts: Sts, grant: Grant): Promise<object> {
  const { signIn, scopes } = grant;
  const user = sts.tenant.find(signIn.userPrincipalName);
  if (user === undefined) throw new StsRefusal(50034, signIn.userPrincipalName);
  checkAllowed(sts, user);
  checkMfa(sts, signIn);
  const permissions = permissionsOf(sts, scopes);
  const refreshToken = randomToken();
  sts.refreshTokens.set(refreshToken, { signIn, scopes, revoked: false });
  const clientInfo = JSON.stringify({ uid: user.id, utid: sts.tenant.id });
  return {
    token_type: 'Bearer',
    scope: [...new Set([...permissions.map(name => `${resourceOf(sts, scopes)}/${name}`), ...scopes])].join(' '),
    expires_in: sts.state.tokenLifetime,
    ext_expires_in: sts.state.tokenLifetime,
    access_token: await personToken(sts, user, grant, permissions),
    id_token: await idToken(sts, user, grant),
    refresh_token: refreshToken,
    client_info: Buffer.from(clientInfo).toString('base64url'),
  };
}

async function appAnswer(sts: Sts, form: Form): Promise<object> {
  await checkAppCredential(sts, form);
  const scope = need(form, 'scope');
  const resource = resourceOf(sts, scope.split(' '));
  if (!scope.split(' ').includes(`${resource}/.default`)) throw new StsRefusal(70011, scope);
  return {
    token_type: 'Bearer',
    expires_in: sts.state.tokenLifetime,
    ext_expires_in: sts.state.tokenLifetime,
    access_token: await appToken(sts, resource),
  };
}

/** Checks the app's secret or assertion. @throws StsRefusal 7000218, 7000215, 7000222, 700027, 700024 */
async function checkAppCredential(sts: Sts, form: Form): Promise<void> {
  const { app } = sts.state;
  const secret = form.get('client_secret');
  if (secret !== undefined) {
    const known = app.secrets.find(({ value }) => value === secret);
    if (known === undefined) throw new StsRefusal(7000215, app.clientId);
    if (known.expiresAt <= sts.clock()) throw new StsRefusal(7000222, app.clientId);
    return;
  }
  const assertion = form.get('client_assertion');
  if (assertion === undefined) throw new StsRefusal(7000218);
  await checkAssertion(sts, assertion);
}

/** Checks an assertion signed with the certificate's key (RFC 7523, 3). */
async function checkAssertion(sts: Sts, assertion: string): Promise<void> {
  const thumbprint = decodeProtectedHeader(assertion)['x5t#S256'];
  const certificate = sts.state.app.certificates.find(pem => thumbprintOf(pem) === thumbprint);
  if (certificate === undefined) throw new StsRefusal(700027, 'The key was not found.');
  const { publicKey, validTo } = new X509Certificate(certificate);
  if (Date.parse(validTo) <= sts.clock()) throw new StsRefusal(700027, 'The key used is expired.');
  // Entra returns its own errors, not those of jose.
  const verified = await compactVerify(assertion, publicKey, { algorithms: ['PS256', 'RS256'] }).catch(() => {
    throw new StsRefusal(700027, 'The signature is not valid.');
  });
  const claims: unknown = JSON.parse(Buffer.from(verified.payload).toString('utf8'));
  const { aud, iss, nbf, exp } = claims as { aud: string; iss: string; nbf: number; exp: number };
  if (!aud.startsWith(`${sts.origin}/`) || iss !== sts.state.app.clientId) throw new StsRefusal(50013);
  const now = sts.clock() / 1000;
  if (nbf > now + ALLOWED_SKEW || exp < now - ALLOWED_SKEW) {
    throw new StsRefusal(700024, `Current time: ${new Date(sts.clock()).toISOString()}.`);
  }
}

/** Allowed clock difference, in seconds. */
const ALLOWED_SKEW = 300;

/** Returns a required member of the form. @throws StsRefusal 900144 */
export function need(form: Form, name: string): string {
  const value = form.get(name);
  if (value === undefined || value === '') throw new StsRefusal(900144, name);
  return value;
}
