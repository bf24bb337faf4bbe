import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted } from '../text/pasted.ts';

/** The differences between a key, Microsoft Entra ID and Keydesk's record. */
export const differenceKinds = [
  /** Active here, but Entra does not list it. */
  'not-in-entra',
  /** Entra lists it, but Keydesk has no assignment for it. */
  'not-recorded',
  /** It was erased from its key, but Entra still lists it. */
  'erased-from-key',
  /** Revoked here, but Entra still lists it. */
  'deletion-due',
  /** Active here and in Entra, but its key does not hold it any more. */
  'not-on-key',
  /** The key holds it, but Entra does not list it for the user. */
  'only-on-key',
  /** The user with an active assignment is not in the imported directory any more. */
  'user-left',
  /** The account of the user with an active assignment is disabled. */
  'user-disabled',
  /** The user has another name than at the time of the enrollment. */
  'user-renamed',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** What removes a difference. `none`: it is information. */
export const mends = [
  'adopt',
  'delete-in-entra',
  'delete-on-key',
  'close-assignment',
  'mark-key-lost',
  'enroll-again',
  'none',
] as const;
export type Mend = (typeof mends)[number];

export const reconciledDifferenceSchema = z.object({
  kind: z.enum(differenceKinds),
  /** The first is advised. */
  mends: z.array(z.enum(mends)).min(1),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  key: z
    .object({ id: z.string().nullable(), product: z.string().nullable(), serial: z.string().nullable() })
    .nullable(),
  /** base64url */
  credentialId: z.string().nullable(),
  methodId: z.string().nullable(),
  /** The name of the passkey in Entra. */
  name: z.string().nullable(),
  assignmentId: z.string().nullable(),
  /** When Entra says that the passkey was registered. */
  createdAt: z.string().nullable(),
});
export type ReconciledDifference = z.infer<typeof reconciledDifferenceSchema>;

/**
 * Compares one user, one plugged-in key, or with neither the whole tenant: all users with a live assignment and all
 * imported users with a security key. `keyId` with `pin` reads the key.
 */
export const reconcileRequestSchema = z.object({
  user: pasted(512).optional(),
  key: z.object({ keyId: pasted(1024).optional(), pin: z.string().max(256) }).optional(),
});
export type ReconcileRequest = z.infer<typeof reconcileRequestSchema>;

/** `unread` are the users whose passkeys could not be read, each with the reason. */
export const reconciliationSchema = z.object({
  users: z.number().int(),
  differences: z.array(reconciledDifferenceSchema),
  unread: z.array(z.object({ user: z.string(), error: failureSchema })),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;
