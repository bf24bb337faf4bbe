import { z } from 'zod';
import { pasted } from '../text/pasted.ts';

export const backupRequestSchema = z.object({
  /** Absolute path of the file to write. */
  to: pasted(4096),
  /** True overwrites an existing file. */
  force: z.boolean().default(false),
});
export type BackupRequest = z.input<typeof backupRequestSchema>;

/** A backup that was written, and read again to verify it. */
export const backupSchema = z.object({
  file: z.string(),
  /** In bytes. */
  size: z.number(),
  /** ISO 8601, UTC. */
  madeAt: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.number() })),
  /** Databases that can be imported again and were skipped because they are damaged. */
  leftOut: z.array(z.string()),
});
export type Backup = z.infer<typeof backupSchema>;
