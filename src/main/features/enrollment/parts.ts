import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { GraphClient } from '../../services/graph/client.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { Policies } from '../policy/policies.ts';
import type { Habits } from './habits.ts';
import type { Journal } from './journal.ts';
import type { EnrollmentObserver } from './observer.ts';
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
  /** What other features do at the points of this enrollment. */
  observers: readonly EnrollmentObserver[];
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
