import { z } from 'zod';
import { interactionSchema } from '../enrollment/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { pinStateSchema } from '../keys/schema.ts';
import { pasted } from '../text/pasted.ts';

/** How users of this station can prove who they are. */
export const activationStateSchema = z.object({
  /** Nothing but activation can be done at this station. */
  locked: z.boolean(),
  /** What people call the tenant; null where none is connected. */
  tenant: z.string().nullable(),
  /** By their own sign-in. */
  signIn: z.boolean(),
});
export type ActivationState = z.infer<typeof activationStateSchema>;

/** Somebody who has proven who they are. SECURITY: `sitting` stands for them from here on; no user is ever named by the window. */
export const provenUserSchema = z.object({
  sitting: z.string(),
  displayName: z.string(),
  userPrincipalName: z.string(),
  /** How long they have for all the rest. */
  secondsLeft: z.number(),
});
export type ProvenUser = z.infer<typeof provenUserSchema>;

/** A user's own sign-in from its start to its one end. */
export const userSignInEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('browser-opened') }),
  z.object({ kind: z.literal('done'), user: provenUserSchema }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);
export type UserSignInEvent = z.infer<typeof userSignInEventSchema>;

/** The language of the window, as a BCP 47 tag: what the browser shows after the sign-in is in it. */
export const userSignInRequestSchema = z.object({ language: z.string().max(35).optional() });

export const codeEntrySchema = z.object({
  user: pasted(512),
  code: pasted(64),
});

/**
 * What the person must do about the PIN: choose the first one, replace the one that the key has, or enter their own. `refused` tells why it is asked again.
 */
export const pinTaskSchema = z.object({
  kind: z.enum(['choose', 'replace', 'enter']),
  state: pinStateSchema,
  refused: failureSchema.optional(),
});
export type PinTask = z.infer<typeof pinTaskSchema>;

export const pinAnswerSchema = z.object({
  sitting: z.string(),
  /** The one that the key has, for `replace` and `enter`. */
  present: z.string().max(256).optional(),
  /** For `choose` and `replace`. */
  chosen: z.string().max(256).optional(),
});
export type PinAnswer = z.infer<typeof pinAnswerSchema>;

/** One ordered stream an activation, with exactly one end: `done` or `failed`. */
export const activationEventSchema = z.discriminatedUnion('type', [
  /**
   * No key, or `several`; `again` where one left in the middle and must come back. `refused` says why the key that is plugged in
   * cannot be used: another one is wanted, or the same one once more.
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
  /** `passkey` is null if none is assigned: the key is the user's, and waits for an assignment. */
  z.object({ type: z.literal('done'), passkey: z.object({ displayName: z.string() }).nullable() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type ActivationEvent = z.infer<typeof activationEventSchema>;

export const newCodeSchema = z.object({
  user: pasted(512),
  /** Until it expires; three days without. */
  hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 30)
    .optional(),
});

export const codeStates = ['open', 'used', 'expired', 'blocked', 'withdrawn'] as const;

/** An activation code without the code itself, which is shown once, when it is made. */
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
