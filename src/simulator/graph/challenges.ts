import { createHash, randomBytes } from 'node:crypto';
import { GraphRefusal } from './answers.ts';
import { base64, base64url, urlToken } from './encoding.ts';
import type { TenantState } from './state.ts';
import type { SimulatedUser } from './tenant.ts';

/** The size of Entra's opaque challenge, and of its user handle, in bytes. */
const CHALLENGE_LENGTH = 5_190;
const USER_HANDLE_LENGTH = 51;
const MINUTE = 60_000;
const DEFAULT_MINUTES = 5;
const [MIN_MINUTES, MAX_MINUTES] = [5, 43_200];

/** Issues a challenge and gives the creationOptions around it (graph.md, 1), encodings as mixed as Graph's own. */
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
  state.challenges = state.challenges.filter(issued => issued.expiresAt > now);
  state.challenges.push({ challenge: base64url(challenge), userId: user.id, expiresAt });
  const own = state.methods.filter(method => method.userId === user.id);
  const idOf = version === 'beta' ? urlToken : base64url;
  return {
    '@odata.context': 'https://graph.microsoft.com/$metadata#microsoft.graph.webauthnCredentialCreationOptions',
    '@odata.type': '#microsoft.graph.webauthnCredentialCreationOptions',
    challengeTimeoutDateTime: new Date(expiresAt).toISOString(),
    publicKey: {
      '@odata.type': '#microsoft.graph.webauthnPublicKeyCredentialCreationOptions',
      rp: { id: 'login.microsoft.com', name: 'Microsoft' },
      user: { id: base64(userHandle(user)), displayName: user.displayName, name: user.userPrincipalName },
      challenge: base64url(challenge),
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
        credentialProtectionPolicy: 'userVerificationOptional',
      },
    },
  };
}

/** The user's handle: opaque and always the same for one user. */
export function userHandle(user: SimulatedUser): Uint8Array {
  const digest = createHash('sha512').update(`handle/${user.id}`).digest();
  return new Uint8Array(digest.subarray(0, USER_HANDLE_LENGTH));
}
