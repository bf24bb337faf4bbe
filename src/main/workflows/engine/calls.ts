import type { Preview, PreviewRequest } from '../../../contract/workflows.ts';
import type { Actor } from '../../activity/actor.ts';

/** A user of a tenant. */
export interface Whom {
  readonly tenant: string;
  readonly userId: string;
}

/**
 * What the engine's thread can be asked. A step takes some milliseconds and is one transaction; true means that there is more.
 * Whatever it does with many users, it first handles the events of keys that were activated and passkeys that were made.
 */
export interface EngineCalls {
  /**
   * Handles the next events of keys that were activated and passkeys that were made. What batches have still to do for `whom`,
   * a person who waits, is done first.
   */
  attend(actor: Actor, whom?: Whom): boolean;
  /** Makes events of the users that finished imports brought. */
  announce(): boolean;
  /** Handles the next events of imported users. */
  step(actor: Actor): boolean;
  /** Takes up runs that are to be tried again. */
  retry(actor: Actor): boolean;
  /** Goes on with a pass over all users (Run now). */
  pass(actor: Actor): boolean;
  preview(tenant: string, request: PreviewRequest): Preview;
}
