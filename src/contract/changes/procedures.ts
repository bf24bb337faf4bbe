import { eventIterator } from '@orpc/contract';
import { base } from '../procedure.ts';
import { changeCountsSchema } from './schema.ts';

/** Changes to the data folder by any process. */
export const changesContract = {
  /** The counts now, and again whenever one increases. Includes changes by other processes. */
  watch: base.output(eventIterator(changeCountsSchema)),
};
