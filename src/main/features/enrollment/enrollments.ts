import type {
  EnrollmentEvent,
  EnrollmentRequest,
  FinishRequest,
  Unfinished,
} from '../../../contract/enrollment/schema.ts';
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
import type { Inventory } from '../inventory/inventory.ts';
import type { Policies } from '../policy/policies.ts';
import type { Attendant } from './attendant.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import type { Journal } from './journal.ts';
import type { EnrollmentObserver } from './observer.ts';
import type { CeremonyParts } from './parts.ts';

/** One tenant, and what enrollments in it need. */
export interface EnrollmentScope {
  readonly tenant: Pick<BoundTenant, 'id' | 'graph'>;
  readonly directory: Pick<Directory, 'live' | 'resolve'>;
  readonly newPinRule: NewPinRule;
  readonly policies: Policies;
  readonly activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  /** Returns the observers of one enrollment, in the order in which they are called. */
  readonly observe: (request: Pick<EnrollmentRequest, 'assignmentId'>) => readonly EnrollmentObserver[];
  /** Called after journal entries were closed outside of a ceremony, and after each recovery. */
  readonly journalChanged: () => Promise<void>;
  readonly inventory: Pick<Inventory, 'nameOf' | 'idOf'>;
  readonly passkeyLists: Pick<PasskeyLists, 'add'>;
}

export interface EnrollmentParts {
  store: Pick<Store, 'database' | 'flush'>;
  instance: Instance;
  keys: Keys;
  journal: Journal;
  metadata: Metadata;
  keyHost: KeyHost;
  /** Binds the connected tenant, for one recovery. */
  bind: () => EnrollmentScope;
  /** Names a tenant for a person. */
  nameTenant: (id: string) => string;
  sleep?: CeremonyParts['sleep'] | undefined;
  log: (message: string) => void;
}

export interface FinishOptions {
  signal?: AbortSignal | undefined;
  /** The id of the run. Default: a new one. */
  id?: string | undefined;
}

export interface StartOptions extends FinishOptions {
  /** The user proved who they are, so that no name can be mistaken for another person's. */
  identityProven?: boolean;
}

/** Enrollments in one tenant, each a stream of its own, and those that earlier ones left unfinished. */
export interface Enrollments {
  /** Ends with exactly one `completed` or `failed`; leaving the stream early, or its signal, cancels the enrollment. */
  start(request: EnrollmentRequest, options?: StartOptions): Channel<EnrollmentEvent>;
  /** Finishes an unfinished enrollment with its key; the same kind of stream. */
  finish(request: FinishRequest, options?: FinishOptions): Channel<EnrollmentEvent>;
  /** Closes an entry because a person decided so. @throws KeydeskError unfinished-not-found, unfinished-in-use */
  discard(enrollmentId: string): Promise<Unfinished[]>;
  /**
   * Looks for unfinished ones on a key that is about to be reset.
   * @param named those that a person says were made on it
   * @throws KeydeskError unfinished-not-found, unfinished-other-key for such a one
   */
  beforeReset(key: OpenKey, named: readonly string[]): Promise<BeforeErasure>;
  /**
   * Looks for the unfinished one that made a credential which is about to be deleted from its key.
   * @throws CtapError as the deletion would: a wrong PIN costs one attempt, not two
   */
  beforeDeletion(key: OpenKey, pin: string, credentialId: Uint8Array): Promise<BeforeErasure>;
  /** A person knows the PIN of a key, or the key has none. Never rejects. */
  pinKnown(key: OpenKey): Promise<void>;
  /** Of all tenants: each says whose it is. */
  unfinished(): Promise<Unfinished[]>;
  recover(): Promise<Unfinished[]>;
}

/** The enrollments of this Keydesk that are running, of all tenants. */
export interface RunningEnrollments {
  /** Those of one tenant. */
  of(scope: EnrollmentScope): Enrollments;
  /** @throws KeydeskError invalid-input when that enrollment asks for no PIN */
  answer(enrollmentId: string, pin: string): void;
  /** Takes a question for a finger back and asks for the PIN; does nothing where no finger is asked for. */
  preferPin(enrollmentId: string): void;
  /** A person has seen the random PIN of a run. Never rejects. */
  pinSeen(enrollmentId: string): Promise<void>;
  /** The random PIN of a run is forgotten although it is not known that a person has seen it. Never rejects. */
  pinLost(enrollmentId: string): Promise<void>;
  cancel(enrollmentId: string): void;
  /** Calls the listener with the id of a key that was reset. Returns the function that ends listening. */
  onErased(listener: (keyId: string) => void): () => void;
  /** Whether any runs now. */
  busy(): boolean;
  /** Recovers once now, in the connected tenant. Never rejects. */
  recoverNow(): Promise<void>;
  /** Cancels what runs and waits for its clean end. */
  close(): Promise<void>;
}

/** Unfinished enrollments whose credentials are about to be erased with their key. */
export interface BeforeErasure {
  /** Call after the key has confirmed it. Closes them. */
  erased(): Promise<void>;
}

/** What one run at a key does, and how its end is recorded. */
export interface Work {
  readonly interactive: boolean;
  readonly run: (attendant: Attendant) => Promise<CeremonyEnd>;
  readonly record: (end: CeremonyEnd, correlation: { id: string; requestIds: readonly string[] }) => Promise<void>;
}
