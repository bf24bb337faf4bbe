import { GraphRefusal } from './answers.ts';

/** The caller, as identified by the bearer token. */
export type Caller =
  /** The holder of the tenant's fixed token has all permissions. */
  | { readonly kind: 'holder' }
  /**
   * A person needs a permission of the app and a role of their own. The app itself needs either of them (graph.md, 4).
   */
  | {
      readonly kind: 'person' | 'app';
      readonly permissions: ReadonlySet<string>;
      readonly roles: ReadonlySet<string>;
      /** The object id of the person, or of the app's service principal. */
      readonly id?: string | undefined;
      /** The name in the token, for the audit log. */
      readonly name?: string | undefined;
    };

/** Returns the claims of a token that was signed for this API. Throws if it was not, or if it has expired. */
export type TokenVerifier = (token: string) => Promise<Readonly<Record<string, unknown>>>;

/** Returns the caller of a request. @throws GraphRefusal 401 */
export async function callerOf(
  authorization: string | undefined,
  fixedToken: string,
  verify: TokenVerifier | undefined,
): Promise<Caller> {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (token === fixedToken) return { kind: 'holder' };
  if (token === undefined || verify === undefined) {
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', 'Access token is empty, expired or not valid.');
  }
  const claims = await verify(token).catch((error: unknown) => {
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', reasonOf(error));
  });
  const roles = new Set(textsOf(claims.wids));
  if (claims.idtyp === 'app')
    return {
      kind: 'app',
      permissions: new Set(textsOf(claims.roles)),
      roles,
      id: nameIn(claims.oid),
      name: nameIn(claims.app_displayname),
    };
  return {
    kind: 'person',
    permissions: new Set(String(claims.scp ?? '').split(' ')),
    roles,
    id: nameIn(claims.oid),
    name: nameIn(claims.upn ?? claims.preferred_username),
  };
}

/** Converts an error of jose into Graph's words. */
function reasonOf(error: unknown): string {
  const [code, claim] =
    error instanceof Error && 'code' in error ? [error.code, 'claim' in error ? error.claim : undefined] : [];
  if (code === 'ERR_JWT_EXPIRED') return 'Lifetime validation failed, the token is expired.';
  if (claim === 'nbf') return 'Lifetime validation failed, the token is not yet valid.';
  if (claim === 'aud') return 'Access token validation failure. Invalid audience.';
  return 'Access token validation failure. Signature validation failed.';
}

function nameIn(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
