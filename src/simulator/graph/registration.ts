import { X509Certificate } from 'node:crypto';
import type { RegistrationResponseJSON, VerifiedRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { GraphRefusal } from './answers.ts';
import { takeChallenge } from './challenges.ts';
import { type Applicant, refuseKey } from './eligibility.ts';
import { base64, base64url } from './encoding.ts';
import type { StoredMethod, TenantState } from './state.ts';

const ALGORITHMS = [-7, -257];

const b64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const bodySchema = z.strictObject({
  displayName: z.string(),
  publicKeyCredential: z.strictObject({
    id: b64url,
    response: z.strictObject({ clientDataJSON: b64url, attestationObject: b64url }),
    clientExtensionResults: z.record(z.string(), z.unknown()).optional(),
  }),
});

export interface RegistrationRules {
  now: number;
  /** Trusted roots for an enforced attestation, DER. */
  trustedRoots: readonly Uint8Array[];
}

/**
 * Registers a passkey as Entra does (graph.md, 3). An independent WebAuthn verifier checks form, challenge, signature
 * and attestation. Then the tenant's policy is applied. @throws GraphRefusal
 */
export async function register(
  state: TenantState,
  user: Applicant,
  body: unknown,
  rules: RegistrationRules,
): Promise<StoredMethod> {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    throw refusal('The request is missing a fido2AuthenticationMethod entity or its format is wrong.');
  }
  const { displayName, publicKeyCredential: credential } = parsed.data;
  if (displayName.length < 1 || displayName.length > 30) throw refusal('displayName must have 1 to 30 characters.');
  // Graph's answer to a repeated registration is not documented. Its other resources answer 409 to a duplicate.
  if (state.methods.some(method => method.credentialId === credential.id)) {
    throw new GraphRefusal(409, 'conflict', 'The credential is already registered.');
  }
  const challenge = challengeOf(credential.response.clientDataJSON);
  takeChallenge(state, user, challenge, rules.now);
  const { credential: verified, aaguid, fmt } = await verify(credential, challenge, state.behavior.rpId);
  const certificates = await certificatesOf(credential.response.attestationObject);
  const attested = fmt === 'packed' && certificates.length > 0;
  refuseKey(state.policy, user, { aaguid, trusted: attested && isTrusted(certificates, rules.trustedRoots) });
  return {
    credentialId: verified.id,
    userId: user.id,
    displayName,
    createdDateTime: new Date(rules.now).toISOString(),
    aaGuid: aaguid,
    model: modelOf(certificates[0]),
    attestationLevel: attested ? 'attested' : 'notAttested',
    attestationCertificates: certificates.map(der => base64(der)),
    publicKey: base64url(verified.publicKey),
  };
}

function challengeOf(clientDataJSON: string): string {
  try {
    const clientData: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    return z.object({ challenge: z.string() }).parse(clientData).challenge;
  } catch {
    throw refusal('clientDataJSON cannot be read.');
  }
}

async function verify(
  { id, response }: z.infer<typeof bodySchema>['publicKeyCredential'],
  expectedChallenge: string,
  rpId: string,
): Promise<NonNullable<VerifiedRegistrationResponse['registrationInfo']>> {
  const json: RegistrationResponseJSON = { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
  // Imported with the first registration, because it is large, and each start of the simulator would load it.
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: json,
      expectedChallenge,
      expectedOrigin: `https://${rpId}`,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (verified && registrationInfo !== undefined) return registrationInfo;
  } catch (error) {
    throw refusal(`The credential cannot be verified: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw refusal('The attestation signature is invalid.');
}

async function certificatesOf(attestationObject: string): Promise<Uint8Array[]> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  return (decoded.get('attStmt').get('x5c') ?? []).map(der => new Uint8Array(der));
}

/** Returns whether each certificate is issued by the next, and the last by a trusted root. */
function isTrusted(certificates: readonly Uint8Array[], roots: readonly Uint8Array[]): boolean {
  const chain = certificates.map(der => new X509Certificate(der));
  const anchors = roots.map(der => new X509Certificate(der));
  return chain.every((certificate, i) => {
    const issuer = chain[i + 1];
    const issuers = issuer === undefined ? anchors : [issuer];
    return issuers.some(candidate => certificate.checkIssued(candidate) && certificate.verify(candidate.publicKey));
  });
}

/** Returns the vendor's name for the key from its certificate. */
function modelOf(leaf: Uint8Array | undefined): string {
  const subject = leaf === undefined ? '' : new X509Certificate(leaf).subject;
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? 'Unknown security key';
}

function refusal(message: string): GraphRefusal {
  return new GraphRefusal(400, 'badRequest', message);
}
