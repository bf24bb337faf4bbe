import { z } from 'zod';
import { base } from '../procedure.ts';
import { backupRequestSchema, backupSchema } from './schema.ts';

/** Copies of all that Keydesk keeps. */
export const backupContract = {
  /** Copies all that Keydesk keeps into one file, while it goes on working. */
  make: base.input(backupRequestSchema).output(backupSchema),
  /** A name for the next backup, in a folder of this user. */
  suggest: base.output(z.object({ to: z.string() })),
};
