import type {
  EnrollmentEvent,
  EnrollmentRequest,
  FinishRequest,
  JournalState,
  Unfinished,
} from '../../../contract/enrollment/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { EnrollmentPlan } from '../../../contract/profiles/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Channel } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasskeyLists } from '../directory/passkeyLists.ts';
import type { AbsentKey } from '../inventory/absentKey.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Policies } from '../policy/policies.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Attendant } from './attendant.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Journal } from './journal.ts';
import type { MadePasskey } from './madePasskey.ts';
import type { EnrollmentObserver } from './observer.ts';
import type { CeremonyParts, ResetKey } from './parts.ts';

/** One tenant, and what enrollments in it need. */
export interface EnrollmentScope {
  readonly tenant: Pick<BoundTenant, 'id' | 'graph'>;
  readonly directory: Pick<Directory, 'live' | 'resolve'>;
  readonly newPinRule: NewPinRule;
  readonly policies: Policies;
  readonly activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  /** Returns the observers of one enrollment, in the order in which they are called. */
  readonly observe: (
    request: Pick<EnrollmentRequest, 'assignmentId'> & { readonly madeOn?: AbsentKey },
  ) => readonly EnrollmentObserver[];
  /** Called after journal entries were closed outside of a ceremony, and after each recovery. */
  readonly journalChanged: () => Promise<void>;
  readonly inventory: Pick<Inventory, 'nameOf' | 'idOf'>;
  readonly passkeyLists: Pick<PasskeyLists, 'add'>;
  readonly profiles: Pick<Profiles, 'forUser' | 'remember'>;
  readonly resetKey: ResetKey;
  /** Returns the PIN of the key of an enrollment, if Keydesk has set and kept it. The batches implement it. */
  readonly pinOf: CeremonyParts['pinOf'];
}

export interface EnrollmentParts {
  store: Pick<Store, 'database' | 'flush'>;
  instance: Instance;
  keys: Keys;
  journal: Journal;
  metadata: Metadata;
  keyHost: KeyHost;
  /** Binds the connected tenant for one recovery. */
  bind: () => EnrollmentScope;
  /** Returns the display name of a tenant. */
  nameTenant: (id: string) => string;
  sleep?: CeremonyParts['sleep'] | undefined;
  log: (message: string) => void;
}

export interface FinishOptions {
  signal?: AbortSignal | undefined;
  /** The id of the enrollment. Default: a new one. */
  id?: string | undefined;
}

export interface StartOptions extends FinishOptions {
  /** The user has proven their identity, so that a wrong user name is impossible. */
  identityProven?: boolean;
  /** Observers of this enrollment besides those of its tenant. They are called after them. */
  observers?: readonly EnrollmentObserver[];
  /** Remembers the choice of the profile, for the next enrollment of a window. */
  rememberProfile?: boolean;
}

/** How a passkey that was made elsewhere is registered. */
export interface RegisterMadeOptions extends FinishOptions {
  readonly observers?: readonly EnrollmentObserver[];
  /** Why the passkey must not be registered any more. It is then only listed as an unfinished enrollment. */
  readonly refusal?: Failure | undefined;
}

/** The enrollments in one tenant, including unfinished ones. Each enrollment is a stream. */
export interface Enrollments {
  /**
   * Starts an enrollment. Its stream ends with exactly one `completed` or `failed`. Closing the stream early, or aborting its signal,
   * cancels the enrollment.
   */
  start(request: EnrollmentRequest, options?: StartOptions): Channel<EnrollmentEvent>;
  /** Returns what `start` would do, without doing it. @throws KeydeskError cancelled */
  plan(request: EnrollmentRequest, signal?: AbortSignal): Promise<EnrollmentPlan>;
  /** Starts an enrollment that leaves its passkey elsewhere. Needs no connected tenant. Returns the same kind of stream. */
  startElsewhere(place: Elsewhere, request: EnrollmentRequest, options?: FinishOptions): Channel<EnrollmentEvent>;
  /** Registers a passkey that was made elsewhere. Returns the same kind of stream. */
  registerMade(made: MadePasskey, options?: RegisterMadeOptions): Channel<EnrollmentEvent>;
  /** Finishes an unfinished enrollment with its key. Returns the same kind of stream. */
  finish(request: FinishRequest, options?: FinishOptions): Channel<EnrollmentEvent>;
  /** Closes an entry because a person decided to. @throws KeydeskError unfinished-not-found, unfinished-in-use */
  discard(enrollmentId: string): Promise<Unfinished[]>;
  /**
   * Finds unfinished enrollments on a key that is about to be reset.
   * @param named the enrollments that, according to a person, used this key
   * @throws KeydeskError unfinished-not-found, unfinished-other-key for one of `named`
   */
  beforeReset(key: OpenKey, named: readonly string[]): Promise<BeforeErasure>;
  /**
   * Finds the unfinished enrollment of a credential that is about to be deleted from its key.
   * @throws CtapError as the deletion would: a wrong PIN costs one attempt, not two
   */
  beforeDeletion(key: OpenKey, pin: string, credentialId: Uint8Array): Promise<BeforeErasure>;
  /** Call when a person knows the PIN of a key, or the key has none. Never rejects. */
  pinKnown(key: OpenKey): Promise<void>;
  /** Returns how far an enrollment has come, by the id of its journal entry; undefined if there is none. */
  outcome(enrollmentId: string): Promise<EnrollmentOutcome | undefined>;
  /** Returns the same for a credential in this tenant, with the id of its journal entry. */
  outcomeOf(credentialId: Uint8Array): Promise<(EnrollmentOutcome & { readonly id: string }) | undefined>;
  /** Returns the unfinished enrollments of all tenants, each with its tenant. */
  unfinished(): Promise<Unfinished[]>;
  recover(): Promise<Unfinished[]>;
}

/** What the journal says about one enrollment. */
export interface EnrollmentOutcome {
  readonly state: JournalState;
  readonly methodId: string | null;
  /** The name of the passkey. */
  readonly name: string;
  /** Whether Entra does not have the passkey and will not get it: it was never sent, or it was refused. */
  readonly unregistered: boolean;
  readonly error: Failure | null;
  /** Whether a Keydesk that is running works on it. */
  readonly worked: boolean;
}

/** The running enrollments of this Keydesk, of all tenants. */
export interface RunningEnrollments {
  /** Returns the enrollments of one tenant. */
  of(scope: EnrollmentScope): Enrollments;
  /** Answers the PIN question of an enrollment. @throws KeydeskError invalid-input if that enrollment asks for no PIN */
  answer(enrollmentId: string, pin: string): void;
  /** Cancels the request for a fingerprint and asks for the PIN. Does nothing if no fingerprint is requested. */
  preferPin(enrollmentId: string): void;
  /** Call when a person has seen the random PIN of an enrollment. Never rejects. */
  pinSeen(enrollmentId: string): Promise<void>;
  /** Call when Keydesk forgets the random PIN of an enrollment although perhaps nobody has seen it. Never rejects. */
  pinLost(enrollmentId: string): Promise<void>;
  cancel(enrollmentId: string): void;
  /** Calls the listener with the id of a key that was reset. Returns the function that ends listening. */
  onErased(listener: (keyId: string) => void): () => void;
  /** Returns whether an enrollment is running. */
  busy(): boolean;
  /** Runs one recovery now, in the connected tenant. Never rejects. */
  recoverNow(): Promise<void>;
  /** Cancels the running enrollments and waits for their clean-up. */
  close(): Promise<void>;
}

/** Unfinished enrollments whose credentials are about to be erased from a key. */
export interface BeforeErasure {
  /** Call after the key has confirmed the erasure. Closes the enrollments. */
  erased(): Promise<void>;
}

/** The work with a key, and how its end is recorded. */
export interface Work {
  readonly interactive: boolean;
  readonly run: (attendant: Attendant) => Promise<CeremonyEnd>;
  readonly record: (end: CeremonyEnd, correlation: { id: string; requestIds: readonly string[] }) => Promise<void>;
}
