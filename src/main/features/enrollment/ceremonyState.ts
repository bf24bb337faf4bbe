import type { Assignment } from '../../../contract/assignments/schema.ts';
import type {
  EnrollmentFailure,
  EnrollmentResult,
  PinOutcome,
  Submission,
} from '../../../contract/enrollment/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { CreationOptions } from '../../services/graph/creationOptions.ts';
import type { Fido2Method } from '../../services/graph/fido2Methods.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { JournalEntry } from './journalEntry.ts';

/** The progress of one enrollment, as far as the clean-up needs it. */
export interface CeremonyState {
  journalId?: string;
  user?: User;
  key?: OpenKey;
  pin: PinOutcome;
  /** The PIN in use. In memory only, while the ceremony runs. */
  secretPin?: string;
  /** Whether makeCredential was sent. From then on a credential may be on the key. */
  creating: boolean;
  credentialId?: Uint8Array;
  /** The proof, once it has begun on the key. End it before any other use of the key. */
  proof?: { end(): Promise<void> };
  /** What is known about the submission of the credential to Entra. */
  submission: Submission;
  /** When the registration expires, in ms by the server's clock. */
  expiresAt?: number;
  /** Set if an earlier enrollment was finished instead of creating a new credential. */
  resumed?: true;
  /** The creation options of the credential. */
  options?: CreationOptions;
  method?: Fido2Method;
  /** The assignments whose passkeys the reset has erased. Entra still has these passkeys. */
  erased?: readonly Assignment[];
  /** Unfinished enrollments whose credential the new one replaces on the key. */
  replaces?: readonly JournalEntry[];
}

/** The end of a ceremony. `state` has the user, the key and the credential, as far as they are known. */
export type CeremonyEnd = { state: CeremonyState } & (
  | { ok: true; result: EnrollmentResult }
  | { ok: false; failure: EnrollmentFailure }
);
