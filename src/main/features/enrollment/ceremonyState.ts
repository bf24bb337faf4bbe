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

/** What one enrollment has done so far, as far as cleaning up after it needs to know. */
export interface CeremonyState {
  journalId?: string;
  user?: User;
  key?: OpenKey;
  pin: PinOutcome;
  /** The PIN in use, in memory only, for as long as the ceremony runs. */
  secretPin?: string;
  /** makeCredential was sent: from here on a credential may be on the key. */
  creating: boolean;
  credentialId?: Uint8Array;
  /** Begun on the key; any other use of the key waits until it is over. */
  proof?: { end(): Promise<void> };
  /** What Entra is known to have done with the credential. */
  submission: Submission;
  /** Until when the credential may be registered, in ms by the server's clock. */
  expiresAt?: number;
  /** An earlier enrollment was finished instead of another one being made. */
  resumed?: true;
  /** Entra's creationOptions that the credential is made for. */
  options?: CreationOptions;
  method?: Fido2Method;
  /** Unfinished enrollments whose credential was on the key, and is replaced by the new one. */
  replaces?: readonly JournalEntry[];
}

/** `state` says whom and what it was about, as far as it came. */
export type CeremonyEnd = { state: CeremonyState } & (
  | { ok: true; result: EnrollmentResult }
  | { ok: false; failure: EnrollmentFailure }
);
