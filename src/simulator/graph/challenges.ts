import { createHash, randomBytes } from 'node:crypto';
import { GraphRefusal } from './answers.ts';
import { base64, base64url, urlToken } from './encoding.ts';
import type { TenantState } from './state.ts';
import type { SimulatedUser } from './user.ts';

/** The size of Entra's opaque challenge, and of its user handle, in bytes. The challenge needs padding in base64. */
const CHALLENGE_LENGTH = 5_189;
const USER_HANDLE_LENGTH = 51;
const MINUTE = 60_000;
const DEFAULT_MINUTES = 5;
const [MIN_MINUTES, MAX_MINUTES] = [5, 43_200];
/** How long an expired challenge is remembered, so that a late use is distinguished from a wrong challenge. */
const EXPIRED_KEPT = 60 * MINUTE;

/** Issues a challenge and returns the creation options with it (graph.md, 1). Mixes encodings as Graph does. */
export function issueOptions(
  state: TenantState,
  user: SimulatedUser,
  request: { version: string; minutes: number | undefined; now: number },
): unknown {
  const { minutes = DEFAULT_MINUTES, now, version } = request;
  if (minutes < MIN_MINUTES || minutes > MAX_MINUTES) {
    throw new GraphRefusal(
      400,
      'badRequest',
      `challengeTimeoutInMinutes must be between ${MIN_MINUTES} and ${MAX_MINUTES}.`,
    );
  }
  const challenge = new Uint8Array(randomBytes(CHALLENGE_LENGTH));
  const expiresAt = now + minutes * MINUTE;
  state.challenges = state.challenges.filter(issued => issued.expiresAt + EXPIRED_KEPT > now);
  state.challenges.push({ hash: hashOf(base64url(challenge)), userId: user.id, expiresAt });
  const own = state.methods.filter(method => method.userId === user.id);
  const [idOf, challengeForm] = version === 'beta' ? [urlToken, base64] : [base64url, base64url];
  return {
    '@odata.context': 'https://graph.microsoft.com/$metadata#microsoft.graph.webauthnCredentialCreationOptions',
    '@odata.type': '#microsoft.graph.webauthnCredentialCreationOptions',
    challengeTimeoutDateTime: new Date(expiresAt).toISOString(),
    publicKey: {
      '@odata.type': '#microsoft.graph.webauthnPublicKeyCredentialCreationOptions',
      rp: { id: state.behavior.rpId, name: 'Microsoft' },
      user: { id: base64(userHandle(user)), displayName: user.displayName, name: user.userPrincipalName },
      challenge: challengeForm(challenge),
      'pubKeyCredParams@odata.type': '#Collection(microsoft.graph.webauthnPublicKeyCredentialParameters)',
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      timeout: 60_000,
      excludeCredentials: own.map(method => ({
        id: idOf(Buffer.from(method.credentialId, 'base64url')),
        type: 'public-key',
        transports: [],
      })),
      authenticatorSelection: {
        authenticatorAttachment: 'cross-platform',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'direct',
      extensions: {
        hmacCreateSecret: true,
        enforceCredentialProtectionPolicy: true,
        credentialProtectionPolicy: state.behavior.credentialProtection,
      },
    },
  };
}

/**
 * Uses up a challenge in the form of clientDataJSON. It is valid once, for its user, until it expires. @throws
 * GraphRefusal
 */
export function takeChallenge(state: TenantState, user: SimulatedUser, challenge: string, now: number): void {
  const hash = hashOf(challenge);
  const issued = state.challenges.find(candidate => candidate.hash === hash && candidate.userId === user.id);
  if (issued === undefined) {
    throw new GraphRefusal(400, 'badRequest', 'The challenge is not one that was issued for this user.');
  }
  if (issued.expiresAt <= now) throw new GraphRefusal(400, 'badRequest', 'The challenge has expired.');
  state.challenges = state.challenges.filter(candidate => candidate !== issued);
}

function hashOf(challenge: string): string {
  return createHash('sha256').update(challenge).digest('base64url');
}

/** Returns the user handle: opaque, and always the same for one user. */
function userHandle(user: SimulatedUser): Uint8Array {
  const digest = createHash('sha512').update(`handle/${user.id}`).digest();
  return new Uint8Array(digest.subarray(0, USER_HANDLE_LENGTH));
}
