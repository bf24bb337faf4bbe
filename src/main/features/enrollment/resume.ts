import type { EnrollmentResult } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { User } from '../../../contract/users/schema.ts';
import { decodeFirst } from '../../../ctap/cbor.ts';
import { type CoseKey, parseCoseKey } from '../../../ctap/webauthn/coseKey.ts';
import type { Fido2Method } from '../../services/graph/fido2Methods.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { failureOfEntry, type JournalEntry } from './journalEntry.ts';
import { openProof } from './proof.ts';
import { register } from './register.ts';
import { enrollmentResult, registrationResult } from './result.ts';
import type { Evidence } from './signIn.ts';
import type { Stage } from './stage.ts';
import type { UserVerification } from './userVerification.ts';

type Result = Omit<EnrollmentResult, 'steps'>;

/** An entry whose credential Entra has or may have. */
interface Submitted {
  readonly entry: JournalEntry;
  readonly credentialId: Uint8Array;
  readonly publicKey: CoseKey;
}

/**
 * Finishes an earlier enrollment of this user whose passkey is on this key, instead of starting a new one. This happens if the key was
 * removed before the proof, or Entra's answer was lost. Also returns one that recovery has finished since, because nobody has seen its
 * success. Returns undefined if there is none.
 * @throws KeydeskError registration-unknown, proof-failed, pin-…, key-…
 */
export async function resumeHere(
  stage: Stage,
  user: User,
  key: OpenKey,
  verification: UserVerification,
): Promise<Result | undefined> {
  const { journal } = stage.parts;
  const tenant = stage.parts.tenant();
  const { info } = key.session;
  // A key without a PIN or fingerprint was reset, so it has no credential of an earlier enrollment.
  if (info.options.clientPin !== true && info.options.uv !== true) return undefined;
  const abandoned = (await journal.abandoned()).filter(entry => entry.user_id === user.id && entry.tenant === tenant);
  const entries = [...abandoned, ...(await journal.recovered(tenant, user.id))];
  for (const entry of entries.filter(({ key_aaguid }) => key_aaguid === info.aaguid)) {
    const submitted = submittedOf(entry);
    if (submitted === undefined || !(await isOpen(stage, entry, submitted.credentialId))) continue;
    try {
      const evidence = await signInHere(stage, key, verification, submitted);
      if (evidence === undefined) continue;
      return await finishSubmitted(stage, submitted, user, key, evidence);
    } finally {
      if (stage.state.journalId !== entry.id) await journal.release(entry.id);
    }
  }
  return undefined;
}

/** Claims an entry. For a finished entry, returns whether Entra still lists its passkey. @throws KeydeskError graph-… */
async function isOpen({ parts, signal }: Stage, entry: JournalEntry, credentialId: Uint8Array): Promise<boolean> {
  if (entry.state === 'done') {
    const listed = await parts.graph().fido2Methods.find(entry.user_id, credentialId, { signal });
    if (listed === undefined) return false;
  }
  return parts.journal.claim(entry);
}

/** Returns the columns of an entry that are needed to finish it; undefined if Entra cannot have its passkey, or columns are missing. */
export function submittedOf(entry: JournalEntry): Submitted | undefined {
  const { credential_id: credentialId, public_key: publicKeyBytes } = entry;
  if (credentialId === null || publicKeyBytes === null) return undefined;
  if (entry.method_id === null && entry.submission !== 'unknown') return undefined;
  const map = decodeFirst(publicKeyBytes).value;
  return map instanceof Map ? { entry, credentialId, publicKey: parseCoseKey(map) } : undefined;
}

/** Signs in with the credential. Returns undefined if this key does not have it. */
export async function signInHere(
  stage: Stage,
  key: OpenKey,
  verification: UserVerification,
  { entry, credentialId, publicKey }: Submitted,
): Promise<Evidence | undefined> {
  const proof = await openProof(stage, key, verification, entry.rp_id);
  try {
    return await stage.step('prepare', () => proof.take(credentialId, publicKey));
  } catch (error) {
    if (hasCode(error, 'credential-not-found')) return undefined;
    throw error;
  }
}

/** Ensures that Entra has the passkey, and sets the entry to `proven`. @throws KeydeskError registration-unknown, graph-… */
export async function finishSubmitted(
  stage: Stage,
  { entry, credentialId }: Submitted,
  user: User,
  key: OpenKey,
  evidence: Evidence,
): Promise<Result> {
  const { parts, state } = stage;
  // From here on, a failure belongs to this entry, and the clean-up keeps its known state.
  Object.assign(state, {
    journalId: entry.id,
    resumed: true,
    creating: true,
    credentialId,
    submission: entry.submission,
    expiresAt: Date.parse(entry.challenge_expires_at),
  });
  const method = await stage.step('register', () => methodOf(stage, entry, credentialId), stage.cancelSignal);
  state.method = method;
  await parts.journal.registered(entry.id, method.id);
  const credential = {
    credentialId,
    publicKeyBytes: entry.public_key ?? new Uint8Array(),
    clientDataJSON: entry.client_data_json ?? new Uint8Array(),
    attestationObject: entry.attestation_object ?? new Uint8Array(),
  };
  const registration = registrationResult({ journalId: entry.id, user, key, method, credential });
  // The key has signed already, so it may be removed now.
  const finish = async () => {
    for (const observer of parts.observers) observer.proven?.(entry.id, evidence);
    await parts.journal.advance(entry.id, 'proven');
    return enrollmentResult(registration, evidence, state.pin, key);
  };
  return stage.step('finish', finish, stage.cancelSignal);
}

async function methodOf(
  { parts, state, cancelSignal }: Stage,
  entry: JournalEntry,
  credentialId: Uint8Array,
): Promise<Fido2Method> {
  const { fido2Methods: methods, clock } = parts.graph();
  const found = await methods.find(entry.user_id, credentialId, { signal: cancelSignal }).catch((error: unknown) => {
    // No lookup is needed: the journal has the method id.
    if (entry.method_id !== null) return undefined;
    throw error;
  });
  if (found !== undefined) return found;
  if (entry.method_id !== null) return knownMethod(entry, entry.method_id);
  const registration = registrationOf(entry, credentialId);
  const expiresAt = Date.parse(entry.challenge_expires_at);
  if (registration === undefined || clock.now() >= expiresAt) throw new KeydeskError('registration-unknown');
  const note = () => {
    state.submission = 'unknown';
  };
  const registering = { methods, clock: clock.now, sleep: parts.sleep, note, submitted: true };
  return register(registering, entry.user_id, registration, expiresAt, cancelSignal);
}

/** Returns what is needed to POST a credential later; undefined if an earlier version did not store it. */
export function registrationOf(entry: JournalEntry, credentialId: Uint8Array) {
  const { client_data_json: clientDataJSON, attestation_object: attestationObject, display_name: displayName } = entry;
  if (clientDataJSON === null || attestationObject === null) return undefined;
  return { displayName, credentialId, clientDataJSON, attestationObject };
}

/** Returns whether the person canceled. Then Keydesk does not register the credential any more. */
export function isCanceled(entry: JournalEntry): boolean {
  return failureOfEntry(entry)?.code === 'cancelled';
}

/** Returns a method from the journal's data, for a passkey that Entra does not list at the moment. */
export function knownMethod(entry: JournalEntry, id: string): Fido2Method {
  return {
    id,
    displayName: entry.display_name,
    createdDateTime: null,
    aaGuid: entry.key_aaguid,
    model: null,
    attestationLevel: null,
    passkeyType: null,
    lastUsedDateTime: null,
  };
}
