import { z } from 'zod';
import { assignmentChoiceSchema } from '../assignments/schema.ts';
import { interactionSchema } from '../enrollment/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { pinStateSchema } from '../keys/schema.ts';
import { pasted, reference } from '../text/pasted.ts';

/** The ways in which users of this station can prove who they are. */
export const activationStateSchema = z.object({
  /** True if the station allows nothing but activation. */
  locked: z.boolean(),
  /** The tenant's name; null if no tenant is connected. */
  tenant: z.string().nullable(),
  /** Whether users can sign in with their own account. */
  signIn: z.boolean(),
});
export type ActivationState = z.infer<typeof activationStateSchema>;

/**
 * A user who has proven who they are. SECURITY: from here on `sitting` identifies the user. The window never names a
 * user.
 */
export const provenUserSchema = z.object({
  sitting: z.string(),
  displayName: z.string(),
  userPrincipalName: z.string(),
  /** Seconds until the sitting expires. */
  secondsLeft: z.number(),
});
export type ProvenUser = z.infer<typeof provenUserSchema>;

/** The events of a user's sign-in, with exactly one end. */
export const userSignInEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('browser-opened') }),
  z.object({ kind: z.literal('done'), user: provenUserSchema }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);
export type UserSignInEvent = z.infer<typeof userSignInEventSchema>;

/** The language of the window, as a BCP 47 tag. The browser page after the sign-in uses it. */
export const userSignInRequestSchema = z.object({ language: z.string().max(35).optional() });

export const codeEntrySchema = z.object({
  user: reference(512),
  code: pasted(64),
});

/**
 * What the user must do about the PIN: choose the first one, replace the present one, or enter their own. `refused` is
 * the reason why the question is repeated.
 */
export const pinTaskSchema = z.object({
  kind: z.enum(['choose', 'replace', 'enter']),
  state: pinStateSchema,
  refused: failureSchema.optional(),
});
export type PinTask = z.infer<typeof pinTaskSchema>;

export const pinAnswerSchema = z.object({
  sitting: z.string(),
  /** The current PIN of the key, for `replace` and `enter`. */
  present: z.string().max(256).optional(),
  /** The new PIN, for `choose` and `replace`. */
  chosen: z.string().max(256).optional(),
});
export type PinAnswer = z.infer<typeof pinAnswerSchema>;

/** One ordered stream per activation, with exactly one end: `done` or `failed`. */
export const activationEventSchema = z.discriminatedUnion('type', [
  /**
   * Waits for a key. `several`: more than one is plugged in. `again`: a key was removed during the activation and must
   * be plugged in again. `refused` is the reason why the present key cannot be used.
   */
  z.object({
    type: z.literal('key-wanted'),
    several: z.boolean(),
    again: z.boolean(),
    refused: failureSchema.optional(),
  }),
  z.object({ type: z.literal('pin-wanted'), task: pinTaskSchema }),
  z.object({ type: z.literal('interaction'), interaction: interactionSchema }),
  z.object({ type: z.literal('working') }),
  /** `passkey` is null if none is assigned: the key belongs to the user and waits for an assignment. */
  z.object({ type: z.literal('done'), passkey: z.object({ displayName: z.string() }).nullable() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type ActivationEvent = z.infer<typeof activationEventSchema>;

export const newCodeSchema = z.object({
  user: reference(512),
  /** Hours until the code expires. Default: three days. */
  hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 30)
    .optional(),
});

export const codeStates = ['open', 'used', 'expired', 'blocked', 'withdrawn'] as const;
export type CodeState = (typeof codeStates)[number];

/** An activation code without the code itself, which is shown only once, when it is created. */
export const activationCodeSchema = z.object({
  id: z.string(),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }),
  state: z.enum(codeStates),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type ActivationCode = z.infer<typeof activationCodeSchema>;

export const madeCodeSchema = activationCodeSchema.extend({ code: z.string() });
export type MadeCode = z.infer<typeof madeCodeSchema>;

/** Maximum number of codes that are created at once. */
export const MAX_CODES = 2000;

/** One code for each user of some assignments. Only users whose assignment is pending or failed get one. */
export const newCodesSchema = z.object({
  which: assignmentChoiceSchema,
  hours: newCodeSchema.shape.hours,
});
export type NewCodes = z.infer<typeof newCodesSchema>;

/** A code, or why its user got none. `user` is null for an unknown assignment. */
export const codeOutcomeSchema = z.object({
  user: activationCodeSchema.shape.user.nullable(),
  code: z.string().nullable(),
  expiresAt: z.string().nullable(),
  failure: failureSchema.nullable(),
});
export type CodeOutcome = z.infer<typeof codeOutcomeSchema>;

/** Codes in the order of their assignments, and how far the work is. */
export const codePartSchema = z.object({
  codes: z.array(codeOutcomeSchema),
  done: z.number().int(),
  total: z.number().int(),
});
export type CodePart = z.infer<typeof codePartSchema>;
