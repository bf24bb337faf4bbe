import type { PinOutcome } from '../../contract/enrollment.ts';
import type { User } from '../../contract/users.ts';
import type { Activity } from '../activity/activity.ts';
import type { Directory } from '../directory/directory.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Fido2Method } from '../graph/fido2Methods.ts';
import type { Keys, OpenKey } from '../keys/keys.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Policies } from '../policy/policies.ts';
import type { Journal } from './journal.ts';
import type { Proof } from './proof.ts';

/** What an enrolment works with. */
export interface CeremonyParts {
  /** @throws KeydeskError not-connected, graph-unauthorized */
  graph: () => GraphClient;
  /** The connection's name in the journal. */
  connection: () => string;
  directory: Directory;
  keys: Keys;
  journal: Journal;
  metadata: Metadata;
  policies: Pick<Policies, 'judge'>;
  activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  /** Milliseconds since the epoch; Graph's challenge lifetimes are held against it. */
  clock: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What one enrolment has done so far, as far as cleaning up after it needs to know. */
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
  /** Begun on the key; whoever wants the key for something else waits until it is over. */
  proof?: Proof;
  /** The registration was sent: from here on the passkey may be registered. */
  submitted: boolean;
  method?: Fido2Method;
}
