import type { z } from 'zod';
import type { EnrollmentResult, enrolledKeySchema } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { equal } from '../../../ctap/bytes.ts';
import { decode } from '../../../ctap/cbor.ts';
import { sha256 } from '../../../ctap/crypto.ts';
import { clientDataJSON } from '../../../ctap/webauthn/clientData.ts';
import type { CreationOptions } from '../../services/graph/creationOptions.ts';
import type { AbsentKey } from '../inventory/absentKey.ts';
import type { NewJournalEntry } from './journalEntry.ts';
import { type Evidence, verifySignIn } from './signIn.ts';
import { type VerifiedCredential, verifyCredential } from './verify.ts';

/** A passkey that was made and proven on a key without the tenant, and is not registered yet. */
export interface MadePasskey {
  /** Its entry in the journal, if it has none yet. */
  readonly entry: NewJournalEntry;
  readonly options: CreationOptions;
  readonly credential: Pick<VerifiedCredential, 'credentialId' | 'clientDataJSON' | 'attestationObject'>;
  /** The assertion that the key gave after it had created the passkey. */
  readonly evidence: Evidence;
  readonly key: Omit<AbsentKey, 'serial' | 'product'> & {
    readonly enrolled: z.infer<typeof enrolledKeySchema>;
    readonly attestationFormats: readonly string[];
  };
  /** Whether the key got a PIN then. */
  readonly pinSet: boolean;
  readonly profile?: EnrollmentResult['profile'];
}

/**
 * Verifies a made passkey again, from its bytes alone: the credential, its attestation's signature, that it answers these creation options,
 * and that the key has signed in with it.
 * @throws KeydeskError credential-invalid, wrong-rp-id-hash, proof-failed; CtapError attestation-invalid, response-malformed
 */
export function verifyMade({ options, credential, evidence, key }: MadePasskey): VerifiedCredential {
  const origin = `https://${options.rp.id}`;
  const expected = clientDataJSON({ type: 'webauthn.create', challenge: options.challenge, origin });
  if (!equal(expected, credential.clientDataJSON))
    throw new KeydeskError('credential-invalid', { reason: 'challenge-differs' });
  const object = decode(credential.attestationObject);
  const member = (name: string) => (object instanceof Map ? object.get(name) : undefined);
  const [fmt, attStmt, authData] = [member('fmt'), member('attStmt'), member('authData')];
  if (typeof fmt !== 'string' || !(attStmt instanceof Map) || !(authData instanceof Uint8Array)) {
    throw new KeydeskError('credential-invalid', { reason: 'no-credential' });
  }
  const response = { fmt, attStmt, authData, epAtt: false, largeBlobKey: undefined };
  const made = { response, clientDataJSON: expected, clientDataHash: sha256(expected) };
  const verified = verifyCredential(made, options, key);
  if (!equal(verified.credentialId, credential.credentialId)) {
    throw new KeydeskError('credential-invalid', { reason: 'no-credential' });
  }
  verifySignIn(evidence, { rpId: options.rp.id, publicKey: verified.publicKey, userVerified: true });
  // The bytes that the key's attestation was checked with when it was made are submitted unchanged.
  return { ...verified, attestationObject: credential.attestationObject };
}
