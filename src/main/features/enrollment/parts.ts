import type { PinOutcome, Submission } from '../../../contract/enrollment/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { GraphClient } from '../../services/graph/client.ts';
import type { CreationOptions } from '../../services/graph/creationOptions.ts';
import type { Fido2Method } from '../../services/graph/fido2Methods.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { Policies } from '../policy/policies.ts';
import type { Habits } from './habits.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { UnseenPins } from './unseenPins.ts';

/** What an enrollment works with, in one tenant from its beginning to its end. */
export interface CeremonyParts {
  /** @throws KeydeskError not-connected, graph-unauthorized */
  graph: () => GraphClient;
  /** Names the tenant in the journal. Asked each time: its id may become known on the way (boundTenant.ts). */
  connection: () => string;
  /** Names another tenant for a person. */
  nameTenant: (id: string) => string;
  /** Who the named user is now. @throws KeydeskError user-…, graph-… */
  user: (name: string, signal: AbortSignal) => Promise<User>;
  keys: Keys;
  /** What names a key whatever port it is in; undefined where nothing tells it from others of its model. */
  nameOf: (key: KeySummary) => Promise<string | undefined>;
  /** Checks a PIN that a person chose for a key without one. */
  newPinRule: NewPinRule;
  journal: Journal;
  unseenPins: UnseenPins;
  habits: Habits;
  metadata: Metadata;
  policies: Pick<Policies, 'judge' | 'demandsAttestation'>;
  activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Where failures go that change nothing for the person. */
  log: (message: string) => void;
}

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
