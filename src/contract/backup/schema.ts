import { z } from 'zod';
import { pasted } from '../text/pasted.ts';

export const backupRequestSchema = z.object({
  /** The file to write, with its whole path. */
  to: pasted(4096),
  /** Replaces a file that is there. */
  force: z.boolean().default(false),
});
export type BackupRequest = z.input<typeof backupRequestSchema>;

/** A backup that was written, and read again to see that it is whole. */
export const backupSchema = z.object({
  file: z.string(),
  /** In bytes. */
  size: z.number(),
  /** ISO 8601, UTC. */
  madeAt: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.number() })),
  /** What can be imported again and could not be copied because it is damaged. */
  leftOut: z.array(z.string()),
});
export type Backup = z.infer<typeof backupSchema>;
