import type { Preview, PreviewRequest } from '../../../../contract/workflows/schema.ts';
import type { Actor } from '../../../base/actor.ts';

/** Who acts: the one who is signed in, in the tenant of that sign-in alone. */
export interface Actors {
  /** The id of the connected tenant; null where none is. */
  readonly tenant: string | null;
  readonly there: Actor;
  /** In every other tenant: the user of this computer. */
  readonly elsewhere: Actor;
}

/** Returns who acts in a tenant. */
export function actorIn({ tenant, there, elsewhere }: Actors, of: string): Actor {
  return of === tenant ? there : elsewhere;
}

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
  attend(actors: Actors, whom?: Whom): boolean;
  /** Makes events of the users that finished imports brought. */
  announce(): boolean;
  /** Handles the next events of imported users. */
  step(actors: Actors): boolean;
  /** Takes up runs that are to be tried again. */
  retry(actors: Actors): boolean;
  /** Goes on with a pass over all users (Run now). */
  pass(actors: Actors): boolean;
  preview(tenant: string, request: PreviewRequest): Preview;
}
