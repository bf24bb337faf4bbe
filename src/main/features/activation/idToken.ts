import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isWellFormed, wellFormed } from '../../../contract/text/wellFormed.ts';

/** The expected values of an ID token. */
export interface Expected {
  /** The tenant's signing keys, from its discovery document. */
  readonly jwks: JSONWebKeySet;
  readonly issuer: string;
  /** The client id of the app registration. */
  readonly audience: string;
  readonly tenantId: string;
  /** Created for this sign-in only. */
  readonly nonce: string;
  /** When the sign-in was requested, in ms since the epoch by this computer's clock. */
  readonly askedAt: number;
  /** How far that clock is ahead of Entra's clock, in ms. */
  readonly skew: number;
  readonly now: number;
}

/** Tolerance for clock differences, in ms. */
const TOLERANCE = 60_000;
/** How much older than its request a sign-in may seem, in ms. The clock difference is known, except for the network delay. */
const FRESH = 10_000;

/** SECURITY: refuses a malformed id instead of repairing it, because a repaired id could be another one. */
const idText = z.string().refine(isWellFormed);

const claimsSchema = z.object({
  oid: z.guid(),
  tid: idText,
  nonce: idText,
  iat: z.number(),
  auth_time: z.number().int().nonnegative().optional(),
  name: z.string().transform(wellFormed).optional(),
  preferred_username: z.string().transform(wellFormed).optional(),
});

export interface ProvenIdentity {
  /** The Graph user id. SECURITY: only `oid` identifies the user, because a name can be given to another person. */
  readonly id: string;
  readonly userPrincipalName: string | undefined;
}

/**
 * Verifies the ID token of a sign-in (OpenID Connect Core, 3.1.3.7): signature, issuer, audience, tenant, nonce and lifetime, and that the
 * person authenticated just now.
 * @throws KeydeskError activation-sign-in-invalid, activation-sign-in-old; activation-sign-in-untimed if all else is right
 */
export async function verifyIdToken(idToken: string, expected: Expected): Promise<ProvenIdentity> {
  const { issuer, audience, askedAt, skew, now } = expected;
  const claims = await jwtVerify(idToken, createLocalJWKSet(expected.jwks), {
    issuer,
    audience,
    // SECURITY: neither `none` nor a shared secret.
    algorithms: ['RS256'],
    requiredClaims: ['exp', 'iat', 'nonce', 'oid', 'tid'],
    clockTolerance: TOLERANCE / 1000,
    currentDate: new Date(now - skew),
  }).then(
    ({ payload }) => claimsSchema.safeParse(payload),
    (cause: unknown) => {
      throw invalid(cause instanceof errors.JWTExpired ? 'token-expired' : 'token-foreign', cause);
    },
  );
  if (!claims.success) throw invalid('token-nameless', claims.error);
  const { oid, tid, nonce, iat, auth_time: authTime, preferred_username: name } = claims.data;
  if (tid.toLowerCase() !== expected.tenantId.toLowerCase()) throw invalid('token-tenant');
  // SECURITY: a token of an earlier sign-in has another nonce.
  if (nonce !== expected.nonce) throw invalid('token-nonce');
  // SECURITY: the time of the token does not show when the person authenticated: the browser may have signed in long before.
  if (authTime === undefined) throw new KeydeskError('activation-sign-in-untimed');
  const latest = now - skew + TOLERANCE;
  if (authTime * 1000 > latest || iat * 1000 > latest) throw invalid('token-future');
  if (authTime * 1000 < askedAt - skew - FRESH) throw new KeydeskError('activation-sign-in-old');
  return { id: oid.toLowerCase(), userPrincipalName: name };
}

function invalid(reason: string, cause?: unknown): KeydeskError {
  return new KeydeskError('activation-sign-in-invalid', { reason }, { cause });
}
