import type { Batch } from '../../../contract/batches/schema.ts';
import type { Reach } from './reach.ts';

/** What one check applies to all its rows. */
export interface CheckRules {
  readonly existing: Batch['existing'];
  readonly reach: Reach;
}
