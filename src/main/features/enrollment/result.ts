import type { EnrollmentResult, PinOutcome } from '../../../contract/enrollment/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import { toBase64url } from '../../../ctap/bytes.ts';
import type { Fido2Method } from '../../services/graph/fido2Methods.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { toPasskey } from '../directory/directory.ts';
import type { Evidence } from './signIn.ts';
import type { VerifiedCredential } from './verify.ts';

export interface Registered {
  journalId: string;
  user: User;
  key: OpenKey;
  method: Fido2Method;
  credential: Pick<VerifiedCredential, 'credentialId' | 'publicKeyBytes' | 'clientDataJSON' | 'attestationObject'>;
}

/** The result of the registration in Entra, in the contract's shape. */
type Registration = Omit<EnrollmentResult, 'steps' | 'proof' | 'pin' | 'transactions' | 'reports'>;

export function registrationResult({ journalId, user, key, method, credential }: Registered): Registration {
  const { summary, session } = key;
  return {
    enrollmentId: journalId,
    user,
    key: {
      id: summary.id,
      aaguid: session.info.aaguid,
      versions: [...session.info.versions],
      ...(summary.serial === undefined ? {} : { serial: summary.serial }),
      ...(summary.product === undefined ? {} : { product: summary.product }),
    },
    method: toPasskey(method),
    credentialId: toBase64url(credential.credentialId),
    clientDataJSON: toBase64url(credential.clientDataJSON),
    attestationObject: toBase64url(credential.attestationObject),
    publicKey: toBase64url(credential.publicKeyBytes),
  };
}

/** Returns the result of a finished enrollment. The ceremony adds the durations of the steps. */
export function enrollmentResult(
  registration: Registration,
  evidence: Evidence,
  pin: PinOutcome,
  key: OpenKey,
): Omit<EnrollmentResult, 'steps'> {
  return {
    ...registration,
    proof: {
      verified: true,
      authenticatorData: toBase64url(evidence.authenticatorData),
      signature: toBase64url(evidence.signature),
      clientDataJSON: toBase64url(evidence.clientDataJSON),
    },
    pin,
    transactions: key.transactions(),
    reports: { ...key.connection.counts().reports },
  };
}
