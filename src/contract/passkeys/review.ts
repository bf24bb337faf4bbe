import { z } from 'zod';
import { assignmentSchema } from '../assignments/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { inventoryKeySchema } from '../inventory/schema.ts';
import { reference } from '../text/pasted.ts';
import { passkeySchema } from '../users/schema.ts';

/** A difference between Entra's list and Keydesk's records. */
export const differenceSchema = z.discriminatedUnion('kind', [
  /** Active here, but not in Entra: another program or person deleted it there. */
  z.object({ kind: z.literal('not-in-entra'), assignmentId: z.string() }),
  /** In Entra, but not created by this Keydesk. */
  z.object({ kind: z.literal('not-recorded'), passkeyId: z.string() }),
  /** Erased from its key, but still in Entra. A person decides whether to delete it there. */
  z.object({ kind: z.literal('erased'), passkeyId: z.string() }),
  /** Revoked here, but still in Entra. */
  z.object({ kind: z.literal('deletion-due'), passkeyId: z.string() }),
]);
export type Difference = z.infer<typeof differenceSchema>;

/** `key` is the inventory key that holds the passkey, if it is known. */
export const reviewedPasskeySchema = passkeySchema.extend({ key: inventoryKeySchema.nullable() });
export type ReviewedPasskey = z.infer<typeof reviewedPasskeySchema>;

/** The passkeys of a user as Entra last returned them, compared with Keydesk's records. Works without the network. */
export const passkeyReviewSchema = z.object({
  passkeys: z.array(reviewedPasskeySchema),
  /** When they were read; null if never. */
  fetchedAt: z.string().nullable(),
  /** Why reading them failed now. */
  failure: failureSchema.nullable(),
  /** All assignments of the user, the newest first. */
  assignments: z.array(assignmentSchema),
  differences: z.array(differenceSchema),
});
export type PasskeyReview = z.infer<typeof passkeyReviewSchema>;

/**
 * With `refresh`, Keydesk reads the list from Entra. Without it, returns the stored list immediately. `user` is an
 * object id.
 */
export const passkeyReviewRequestSchema = z.object({ user: reference(128), refresh: z.boolean() });
