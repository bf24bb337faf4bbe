import type { Assignment } from '../../../contract/assignments/schema.ts';
import type { ResetStep } from '../../../contract/keys/management.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { GraphClient } from '../../services/graph/client.ts';
import type { Fido2MethodCalls } from '../../services/graph/fido2Methods.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { Policies } from '../policy/policies.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Habits } from './habits.ts';
import type { Journal } from './journal.ts';
import type { EnrollmentObserver } from './observer.ts';
import type { UnseenPins } from './unseenPins.ts';

/** @param step Called with what the person must do, and whether the key needs a long touch */
export type ResetKey = (
  key: KeySummary,
  step: (step: ResetStep, longTouch: boolean) => void,
  signal: AbortSignal,
) => Promise<{ keyId: string | undefined; erased: Assignment[] }>;

/** The calls of Graph that an enrollment makes. An enrollment without a network asks its package instead (features/deferred). */
export interface EnrollmentGraph {
  readonly fido2Methods: Pick<Fido2MethodCalls, 'creationOptions' | 'create' | 'find' | 'list'>;
  readonly clock: GraphClient['clock'];
}

/** What an enrollment needs, in one tenant from its beginning to its end. */
export interface CeremonyParts {
  /** Returns the client of the tenant. @throws KeydeskError not-connected, graph-unauthorized */
  graph: () => EnrollmentGraph;
  /** Returns the name of the tenant in the journal. Not cached: the tenant's id may become known during the enrollment (boundTenant.ts). */
  tenant: () => string;
  /** Returns the display name of another tenant. */
  nameTenant: (id: string) => string;
  /** Reads the user from Graph. @throws KeydeskError user-…, graph-… */
  user: (name: string, signal: AbortSignal) => Promise<User>;
  keys: Keys;
  /** The observers of this enrollment, which belong to other features. */
  observers: readonly EnrollmentObserver[];
  /** Returns the identity of a key in any port; undefined if nothing distinguishes it from others of its model. */
  nameOf: (key: KeySummary) => Promise<string | undefined>;
  /**
   * Resets a key that nobody has open, with a person. Returns the id of the blank key, undefined if it does not answer, and the assignments
   * whose passkeys were erased.
   * @throws KeydeskError reset-…, touch-timeout, cancelled, key-…
   */
  resetKey: ResetKey;
  /** Returns the PIN that Keydesk has set on the key of an enrollment and kept; undefined if it keeps none. @throws KeydeskError batch-pin-sealed */
  pinOf: (enrollmentId: string) => Promise<string | undefined>;
  profiles: Pick<Profiles, 'forUser'>;
  /** Checks a PIN that a person chose for a key without one. */
  newPinRule: NewPinRule;
  journal: Journal;
  unseenPins: UnseenPins;
  habits: Habits;
  metadata: Metadata;
  policies: Pick<Policies, 'judge' | 'demandsAttestation'>;
  activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Logs failures that do not concern the person. */
  log: (message: string) => void;
}
