import type {
  ActivationCode,
  ActivationEvent,
  ActivationState,
  MadeCode,
  PinAnswer,
  ProvenUser,
  UserSignInEvent,
} from '../../../contract/activation/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Channel } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { ActivateParts } from './activate.ts';
import type { UserSignInParts } from './userSignIn.ts';

/** Users of one tenant prove who they are, and activate their own key. */
export interface Activation {
  state(): Promise<ActivationState>;
  /** Lets a user sign in in a browser window of its own. */
  signIn(language: string | undefined, signal?: AbortSignal): Channel<UserSignInEvent>;
  /** @throws KeydeskError activation-code-wrong, activation-code-used, activation-throttled, user-… */
  enterCode(user: string, code: string): Promise<ProvenUser>;
  /** Ends with exactly one `done` or `failed`; leaving the stream cancels. */
  run(sitting: string, signal?: AbortSignal): Channel<ActivationEvent>;
  /** @throws KeydeskError activation-sitting-over, invalid-input where no PIN is asked for */
  answerPin(answer: PinAnswer): void;
  /**
   * Lets somebody sign in as users do, and forgets who it was; only whether that can work is remembered.
   * @throws KeydeskError as signInUser
   */
  trySignIn(signal?: AbortSignal): Promise<void>;
  /** Whether the sign-in of users tells when they signed in; null where that is not known. */
  signInTold(): Promise<boolean | null>;
  /** Forgets who has proven themselves. */
  leave(sitting: string): void;
  makeCode(user: string, hours: number | undefined): Promise<MadeCode>;
  codes(): Promise<ActivationCode[]>;
  withdrawCode(id: string): Promise<ActivationCode>;
}

/** The activations at this computer, of all tenants. */
export interface ActivationStation {
  /** Those of one tenant. A sitting stays in the tenant in which it began. */
  of(scope: ActivationScope): Activation;
  /** Ends what runs; the browser windows of sign-ins are closed. */
  close(): Promise<void>;
}

/** One tenant, and what activations in it need. */
export interface ActivationScope
  extends Pick<ActivateParts, 'newPinRule' | 'inventory' | 'policies' | 'workflows' | 'enroll'> {
  readonly tenant: Pick<BoundTenant, 'id' | 'name' | 'saved'>;
  readonly activity: Activity;
  readonly directory: Pick<Directory, 'get' | 'recent'>;
}

export interface ActivationParts extends Pick<ActivateParts, 'keys' | 'keyHost'> {
  store: Store;
  time: DeskTime;
  instance: Instance;
  userSignIn: UserSignInParts;
  /** Calls the listener with the id of a key that staff reset or gave another PIN. Returns the function that ends listening. */
  onOtherPin(listener: (keyId: string) => void): () => void;
  locked: boolean;
}
