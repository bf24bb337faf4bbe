import { eventIterator } from '@orpc/contract';
import { base } from '../procedure.ts';
import { changeCountsSchema } from './schema.ts';

/** What any process has changed in the data folder. */
export const changesContract = {
  /** The counts now and whenever one has grown, of what this and other processes wrote. */
  watch: base.output(eventIterator(changeCountsSchema)),
};
