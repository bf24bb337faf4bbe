import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted, reference } from '../text/pasted.ts';
import {
  enrollmentFailureSchema,
  enrollmentRequestSchema,
  enrollmentResultSchema,
  finishRequestSchema,
  interactionSchema,
  stepNames,
} from './schema.ts';

/** The user of an enrollment, as the window names them. */
export const runUserSchema = z.object({
  id: reference(512),
  userPrincipalName: z.string().max(1024),
  displayName: z.string().max(1024),
});
export type RunUser = z.infer<typeof runUserSchema>;

/** The window chooses the id, so that it recognizes its enrollment even if the answer to its request is lost. */
const runId = z.uuid();

/** Begins an enrollment that runs in the core and continues if the window loses its connection. */
export const beginRequestSchema = enrollmentRequestSchema
  .omit({ user: true, interactive: true })
  .extend({ enrollmentId: runId, user: runUserSchema, keyId: reference(1024) });
export type BeginRequest = z.infer<typeof beginRequestSchema>;

/** The same for an unfinished enrollment, identified by `unfinishedId`. */
export const beginFinishSchema = finishRequestSchema
  .omit({ interactive: true, pin: true })
  .extend({ enrollmentId: runId, unfinishedId: pasted(64), user: runUserSchema });
export type BeginFinish = z.infer<typeof beginFinishSchema>;

/**
 * One ongoing enrollment as every window sees it. SECURITY: contains no random PIN, neither in the result nor in the
 * failure. `pinHeld` means that the core has one that no one has seen, which enrollment.showPin returns.
 */
export const runSchema = z.object({
  enrollmentId: z.string(),
  user: runUserSchema,
  /** The enrollment's key; empty if it is the only one that is plugged in. */
  keyId: z.string(),
  /** The unfinished enrollment that it finishes; null for a new one. */
  finishes: z.string().nullable(),
  step: z.enum(stepNames).nullable(),
  /** Whether its profile resets the key first. Known when that step begins. */
  resets: z.boolean(),
  interaction: interactionSchema,
  warnings: z.array(failureSchema),
  /** Number of interactions so far. A repeated request for the PIN counts as a new one. */
  questions: z.number().int(),
  canceling: z.boolean(),
  pinHeld: z.boolean(),
  end: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('completed'), result: enrollmentResultSchema }),
      z.object({ kind: z.literal('failed'), failure: enrollmentFailureSchema }),
    ])
    .nullable(),
});
export type EnrollmentRun = z.infer<typeof runSchema>;

/** Creates the initial state of an enrollment. */
export function newRun({
  enrollmentId,
  user,
  keyId,
  finishes = null,
}: Pick<EnrollmentRun, 'enrollmentId' | 'user' | 'keyId'> & Partial<Pick<EnrollmentRun, 'finishes'>>): EnrollmentRun {
  return {
    enrollmentId,
    user,
    keyId,
    finishes,
    step: null,
    resets: false,
    interaction: { kind: 'none' },
    warnings: [],
    questions: 0,
    canceling: false,
    pinHeld: false,
    end: null,
  };
}

/** Returns whether an enrollment waits for something that only a person can do. */
export function asksPerson({ interaction, end }: Pick<EnrollmentRun, 'interaction'> & { end: object | null }): boolean {
  return end === null && interaction.kind !== 'none' && interaction.kind !== 'wait';
}
