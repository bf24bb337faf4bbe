import { z } from 'zod';
import { assignmentSchema } from '../assignments/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { inventoryKeySchema } from '../inventory/schema.ts';
import { pasted } from '../text/pasted.ts';
import { passkeySchema } from '../users/schema.ts';

/** Where Entra's list and the own record do not agree. */
export const differenceSchema = z.discriminatedUnion('kind', [
  /** Active here, and not in Entra: deleted there by somebody else. */
  z.object({ kind: z.literal('not-in-entra'), assignmentId: z.string() }),
  /** In Entra, and not made by this Keydesk. */
  z.object({ kind: z.literal('not-recorded'), passkeyId: z.string() }),
  /** Erased from its key, and still in Entra: a person decides whether it is deleted there. */
  z.object({ kind: z.literal('erased'), passkeyId: z.string() }),
  /** Revoked here, and still in Entra. */
  z.object({ kind: z.literal('deletion-due'), passkeyId: z.string() }),
]);
export type Difference = z.infer<typeof differenceSchema>;

/** `key` is that of the inventory which holds it, where one is known. */
export const reviewedPasskeySchema = passkeySchema.extend({ key: inventoryKeySchema.nullable() });
export type ReviewedPasskey = z.infer<typeof reviewedPasskeySchema>;

/** The passkeys of a user as Entra told them last, held against the own record; there without the network. */
export const passkeyReviewSchema = z.object({
  passkeys: z.array(reviewedPasskeySchema),
  /** As of when; null where they were never read. */
  fetchedAt: z.string().nullable(),
  /** Why they could not be read now. */
  failure: failureSchema.nullable(),
  /** All of the user, the newest first. */
  assignments: z.array(assignmentSchema),
  differences: z.array(differenceSchema),
});
export type PasskeyReview = z.infer<typeof passkeyReviewSchema>;

/** With `refresh` Entra is asked; without, what is kept comes at once. `user` is an object id. */
export const passkeyReviewRequestSchema = z.object({ user: pasted(128), refresh: z.boolean() });
