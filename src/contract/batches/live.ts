import { z } from 'zod';
import { interactionSchema, stepNames } from '../enrollment/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { pinHandOvers } from '../profiles/schema.ts';
import { batchRowSchema, batchSchema } from './schema.ts';

/**
 * One key at the desk while a batch runs. `working`: it gets the passkey of `row`. `remove`: it is done, take it out.
 * `refused`: it cannot be used, and `failure` says why; take it out. `idle`: no row waits for it.
 */
export const liveKeySchema = z.object({
  keyId: z.string(),
  product: z.string().nullable(),
  serial: z.string().nullable(),
  state: z.enum(['working', 'remove', 'refused', 'idle']),
  row: batchRowSchema.nullable(),
  /** The enrollment of `row`, for enrollment.answerPin and enrollment.cancel. */
  enrollmentId: z.string().nullable(),
  step: z.enum(stepNames).nullable(),
  interaction: interactionSchema,
  /** What to do with the random PIN of `row`; null if it has none. */
  pinHandOver: z.enum(pinHandOvers).nullable(),
  failure: failureSchema.nullable(),
  /** With `remove`: whether the key had the passkey of `row` before it was plugged in. */
  known: z.boolean(),
});
export type LiveKey = z.infer<typeof liveKeySchema>;

/**
 * A batch as it runs. `next` are the first rows that wait for a key. `cutOff` are the last rows that failed because their key was taken out: they go on
 * when it is plugged in again. `trouble`: the server or the network does not let
 * it go on; it tries again by itself. SECURITY: contains no PIN.
 */
export const liveBatchSchema = z.object({
  batch: batchSchema,
  running: z.boolean(),
  keys: z.array(liveKeySchema),
  next: z.array(batchRowSchema),
  cutOff: z.array(batchRowSchema),
  trouble: failureSchema.nullable(),
  /** When it tries again after `trouble` (ISO 8601 in UTC). */
  retryAt: z.string().nullable(),
  /** The ids of the rows that were done at this desk in this run: their keys are here. */
  madeHere: z.array(z.string()),
  /** Whether PINs are kept until the hand-over, also if Keydesk ends. */
  pinsLast: z.boolean(),
});
export type LiveBatch = z.infer<typeof liveBatchSchema>;

/** A batch that gives rows to the keys of this computer now, and the names of those whose key waits for a person. */
export const runningBatchSchema = z.object({
  id: z.string(),
  name: z.string(),
  waiting: z.array(z.string()),
});
export type RunningBatch = z.infer<typeof runningBatchSchema>;
