import type {
  ActivationCode,
  ActivationEvent,
  ActivationState,
  CodePart,
  MadeCode,
  NewCodes,
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
import type { Assignments } from '../assignments/assignments.ts';
import type { Directory } from '../directory/directory.ts';
import type { ActivateParts } from './activate.ts';
import type { UserSignInParts } from './userSignIn.ts';

/** The activations of one tenant: users prove their identity and activate their own key. */
export interface Activation {
  state(): Promise<ActivationState>;
  /** Signs a user in, in a separate browser window. */
  signIn(language: string | undefined, signal?: AbortSignal): Channel<UserSignInEvent>;
  /**
   * Starts a sitting for the user of a code.
   * @throws KeydeskError activation-code-wrong, activation-code-used, activation-throttled, user-…
   */
  enterCode(user: string, code: string): Promise<ProvenUser>;
  /** Runs the activation of a sitting. Its stream ends with exactly one `done` or `failed`. Closing the stream cancels it. */
  run(sitting: string, signal?: AbortSignal): Channel<ActivationEvent>;
  /** Answers the question for a PIN. @throws KeydeskError activation-sitting-over, invalid-input if no PIN is asked for */
  answerPin(answer: PinAnswer): void;
  /**
   * Tests the sign-in of users. Remembers only whether it worked, not who signed in.
   * @throws KeydeskError as signInUser
   */
  trySignIn(signal?: AbortSignal): Promise<void>;
  /** Returns whether ID tokens contain the time of the sign-in; null if unknown. */
  signInTold(): Promise<boolean | null>;
  /** Ends a sitting. */
  leave(sitting: string): void;
  /** Creates a code and withdraws the user's open one. @param hours default 72 @throws KeydeskError user-… */
  makeCode(user: string, hours: number | undefined): Promise<MadeCode>;
  /** Creates codes for the users of some assignments, in parts. @throws KeydeskError invalid-input for too many users */
  makeCodes(request: NewCodes, signal: AbortSignal | undefined): AsyncGenerator<CodePart>;
  codes(): Promise<ActivationCode[]>;
  /** Withdraws a code. @throws KeydeskError activation-code-not-found */
  withdrawCode(id: string): Promise<ActivationCode>;
}

/** The activations at this computer, of all tenants. */
export interface ActivationStation {
  /** Returns the activations of one tenant. A sitting stays in the tenant in which it began. */
  of(scope: ActivationScope): Activation;
  /** Cancels sign-ins and closes their browser windows. */
  close(): Promise<void>;
}

/** One tenant, and what activations in it need. */
export interface ActivationScope
  extends Pick<ActivateParts, 'newPinRule' | 'inventory' | 'policies' | 'workflows' | 'enroll'> {
  readonly tenant: Pick<BoundTenant, 'id' | 'name' | 'saved'>;
  readonly activity: Activity;
  readonly directory: Pick<Directory, 'get' | 'recent'>;
  readonly assignments: Pick<Assignments, 'chosen' | 'byIds'>;
}

export interface ActivationParts extends Pick<ActivateParts, 'keys' | 'keyHost'> {
  store: Store;
  time: DeskTime;
  instance: Instance;
  userSignIn: UserSignInParts;
  /** Calls the listener with the id of a key that staff reset, or whose PIN staff changed. Returns a function that unsubscribes. */
  onOtherPin(listener: (keyId: string) => void): () => void;
  locked: boolean;
}
