import { z } from 'zod';
import { base } from '../procedure.ts';
import { backupRequestSchema, backupSchema } from './schema.ts';

/** Backups of the data folder. */
export const backupContract = {
  /** Copies the data folder into one file, while Keydesk continues to work. */
  make: base.input(backupRequestSchema).output(backupSchema),
  /** Suggests a file name for the next backup, in a folder of this user. */
  suggest: base.output(z.object({ to: z.string() })),
};
