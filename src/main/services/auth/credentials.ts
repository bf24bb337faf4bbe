import {
  type ConnectionSettings,
  type Credential,
  type CredentialState,
  credentialSchema,
} from '../../../contract/connections/schema.ts';
import { readCertificate } from './certificate.ts';
import { presentGeneration } from './presentGeneration.ts';
import { dropSessions, type SignInContext, type SignInParts, secretNames } from './signInContext.ts';
import { isAppKind } from './signInRules.ts';

/** Returns the app's credential, or undefined if there is none. @throws KeydeskError as Vault.read */
export async function readCredential(
  { vault, credential }: Pick<SignInParts, 'vault' | 'credential'>,
  connection: ConnectionSettings,
): Promise<Credential | undefined> {
  if (credential?.kind === connection.signIn) return credential;
  const stored = await vault.read(secretNames(connection).credential);
  const parsed = stored === undefined ? undefined : credentialSchema.safeParse(JSON.parse(stored));
  return parsed?.success && parsed.data.kind === connection.signIn ? parsed.data : undefined;
}

/** Returns what may be shown of the app's credential, or null if there is none. @throws KeydeskError as Vault.read */
export async function credentialState(
  { parts }: SignInContext,
  connection: ConnectionSettings,
): Promise<CredentialState | null> {
  if (!isAppKind(connection.signIn)) return null;
  const credential = await readCredential(parts, connection);
  return credential === undefined ? null : stateOf(credential);
}

/**
 * Stores another credential of the app, and begins the next generation of the sign-in.
 * @throws KeydeskError certificate-unreadable, certificate-expired, secrets-unwritable, sign-in-ended
 */
export async function setCredential(
  context: SignInContext,
  connection: ConnectionSettings,
  credential: Credential,
): Promise<void> {
  stateOf(credential, Date.now());
  const { parts, accounts } = context;
  const generation = await presentGeneration(parts, connection);
  await parts.vault.write(secretNames(connection).credential, JSON.stringify(credential), move =>
    parts.generations.next(connection.id, move, generation),
  );
  dropSessions(context, connection);
  accounts.delete(connection.id);
}

/**
 * Returns what may be shown of a credential. SECURITY: of a secret, this is only that it exists.
 * @param now 0 accepts an expired certificate too
 */
function stateOf(credential: Credential, now = 0): CredentialState {
  if (credential.kind === 'certificate') return readCertificate(credential.pem, now).state;
  return { kind: 'secret', subject: null, thumbprint: null, expiresAt: null };
}
