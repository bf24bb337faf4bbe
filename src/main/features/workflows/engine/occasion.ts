import type { Failure } from '../../../../contract/errors/failure.ts';
import type { SkipReason } from '../../../../contract/workflows/schema.ts';
import type { Actor } from '../../../base/actor.ts';

/** The user of a run, and its cause. */
export interface Occasion {
  /** The id of the event, or of the pass. */
  readonly id: string;
  readonly user: { readonly id: string; readonly upn: string; readonly displayName: string };
  /** The actor who caused it. Default: the account that is signed in. */
  readonly by?: Actor;
}

export type Outcome =
  | { readonly assign: 'primary' | 'backup' }
  | { readonly skip: SkipReason; readonly olderN?: number }
  /** The time of the next try, in ms since the epoch; null if a person has to decide. */
  | { readonly failure: Failure; readonly nextAt: number | null };
