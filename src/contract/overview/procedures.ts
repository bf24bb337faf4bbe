import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from '../procedure.ts';
import { overviewExportSchema, overviewSchema } from './schema.ts';

/** How the roll-out goes. Works without the network. */
export const overviewContract = {
  get: base.output(overviewSchema),
  /** All tables: as one CSV, or as an .xlsx with a sheet for each. A stream of base64 parts that can be joined. */
  export: base.input(overviewExportSchema).output(eventIterator(z.string())),
};
