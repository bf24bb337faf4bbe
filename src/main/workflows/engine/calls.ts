import type { Preview, PreviewRequest } from '../../../contract/workflows.ts';
import type { Actor } from '../../activity/actor.ts';

/** What the engine's thread can be asked. A step takes some milliseconds and is one transaction; true means that there is more. */
export interface EngineCalls {
  /** Makes events of the users that finished imports brought. */
  announce(): boolean;
  /** Handles the next events. */
  step(actor: Actor): boolean;
  /** Takes up runs that are to be tried again. */
  retry(actor: Actor): boolean;
  /** Goes on with a pass over all users (Run now). */
  pass(actor: Actor): boolean;
  preview(tenant: string, request: PreviewRequest): Preview;
}
