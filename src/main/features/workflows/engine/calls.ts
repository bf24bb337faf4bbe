import type { Preview, PreviewRequest } from '../../../../contract/workflows/schema.ts';
import type { Actor } from '../../../base/actor.ts';
import type { Term } from '../../../services/record/leader.ts';

/** The actors of changes: in the connected tenant, the signed-in account. */
export interface Actors {
  /** The id of the connected tenant; null if there is none. */
  readonly tenant: string | null;
  readonly there: Actor;
  /** The actor in every other tenant: the user of this computer. */
  readonly elsewhere: Actor;
}

/** Returns the actor in a tenant. */
export function actorIn({ tenant, there, elsewhere }: Actors, of: string): Actor {
  return of === tenant ? there : elsewhere;
}

/** A user of a tenant. */
export interface Whom {
  readonly tenant: string;
  readonly userId: string;
}

/**
 * The calls of the engine's thread. A step is one transaction of some milliseconds, and returns true if there is more. Each step first
 * handles the prompt events: those of activated keys and of passkeys. With a term, a step does nothing and returns false if another Keydesk leads now.
 */
export interface EngineCalls {
  /** Handles the next prompt events. Before that, handles the pending batch work for `whom`, a user who is waiting at a station. */
  attend(actors: Actors, whom?: Whom, term?: Term): boolean;
  /** Publishes events of users of finished imports. */
  announce(term?: Term): boolean;
  /** Handles the next events of imported users. */
  step(actors: Actors, term?: Term): boolean;
  /** Retries due runs. */
  retry(actors: Actors, term?: Term): boolean;
  /** Continues a pass over all users (Run now). */
  pass(actors: Actors, term?: Term): boolean;
  preview(tenant: string, request: PreviewRequest): Preview;
}
