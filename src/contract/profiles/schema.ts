import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted, reference } from '../text/pasted.ts';

/** Whether a key is reset before it gets the passkey. */
export const resetChoices = ['never', 'if-pin', 'always'] as const;
export type ResetChoice = (typeof resetChoices)[number];

/** Lengths of a PIN in code points (CTAP 2.3, 6.5.1). */
export const PIN_LENGTHS = { min: 4, max: 63 } as const;
const pinLength = z.number().int().min(PIN_LENGTHS.min).max(PIN_LENGTHS.max);

/**
 * Which PIN the key gets. `random-letters` uses letters and digits that do not look alike. `typed` asks the user at the
 * desk. `keep` uses the PIN that the key has, and asks for a new one if it has none.
 */
export const pinPlanSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('random-digits'), length: pinLength }),
  z.object({ kind: z.literal('random-letters'), length: pinLength }),
  z.object({ kind: z.literal('typed') }),
  z.object({ kind: z.literal('keep') }),
]);
export type PinPlan = z.infer<typeof pinPlanSchema>;

/**
 * What happens at the desk with a random PIN of a batch. `keep`: it waits for the hand-over. `show`: the run screen shows it as soon as the
 * key is done. `print`: it goes to the printer of PINs at once.
 */
export const pinHandOvers = ['keep', 'show', 'print'] as const;
export type PinHandOver = (typeof pinHandOvers)[number];

/** How many days a random PIN of a batch waits for its hand-over. */
export const PIN_DAYS = { min: 1, max: 365, usual: 30 } as const;

/** The placeholders of a name template. `n` is the number of the passkey among those of the user. */
export const nameParts = ['model', 'serial', 'date', 'n'] as const;
export type NamePart = (typeof nameParts)[number];

/** What is done to a key. The defaults change nothing that an enrollment without a profile would not change. */
export const profileSettingsSchema = z.object({
  reset: z.enum(resetChoices).default('never'),
  pin: pinPlanSchema.default({ kind: 'typed' }),
  /** The minimum PIN length to set on the key; null leaves it as it is. */
  minPinLength: pinLength.nullable().default(null),
  /** The user must change the PIN at the next use of the key. */
  forcePinChange: z.boolean().default(false),
  /** The key verifies the user each time, even if a website does not ask for it. */
  alwaysUv: z.boolean().default(false),
  enterpriseAttestation: z.boolean().default(false),
  /** The name of the passkey, with `nameParts` in braces; null for the name of the model. */
  nameTemplate: pasted(120).nullable().default(null),
  pinHandOver: z.enum(pinHandOvers).default('keep'),
  pinDays: z.number().int().min(PIN_DAYS.min).max(PIN_DAYS.max).default(PIN_DAYS.usual),
});

const groupSchema = z.object({ id: reference(128), name: z.string().max(256) });

/** The fields of the form. `groups`: the members of these groups get this profile if no other is chosen. */
export const profileDraftSchema = profileSettingsSchema.extend({
  name: pasted(60),
  isDefault: z.boolean().default(false),
  groups: z.array(groupSchema).max(100).default([]),
});
export type ProfileDraft = z.infer<typeof profileDraftSchema>;
/** The same before defaults are applied. */
export type ProfileInput = z.input<typeof profileDraftSchema>;

/** A named set of what is done to a key, of the connected tenant. */
export const profileSchema = profileDraftSchema.extend({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Profile = z.infer<typeof profileSchema>;

/** A profile by its id or its name. */
export const profileRefSchema = z.object({ profile: reference(64) });

/** Settings of a profile that a key may not support. */
export const profileNeeds = [
  'resetOverUsb',
  'pin',
  'setMinPINLength',
  'minPinLengthValue',
  'forcePINChange',
  'alwaysUv',
  'enterpriseAttestation',
] as const;
export type ProfileNeed = (typeof profileNeeds)[number];

/** One step of a plan, in the order in which it happens. */
export const planStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reset') }),
  z.object({ kind: z.literal('set-random-pin'), length: z.number().int(), letters: z.boolean() }),
  z.object({ kind: z.literal('ask-new-pin'), minLength: z.number().int() }),
  z.object({ kind: z.literal('ask-pin') }),
  z.object({ kind: z.literal('ask-finger') }),
  z.object({ kind: z.literal('enable-enterprise-attestation') }),
  z.object({ kind: z.literal('enable-always-uv') }),
  z.object({ kind: z.literal('set-min-pin-length'), length: z.number().int() }),
  z.object({ kind: z.literal('create-passkey') }),
  z.object({ kind: z.literal('register-passkey'), name: z.string() }),
  z.object({ kind: z.literal('prove-passkey') }),
  z.object({ kind: z.literal('force-pin-change') }),
]);
export type PlanStep = z.infer<typeof planStepSchema>;

/**
 * What an enrollment would do, without doing any of it. `refusals` are all reasons why it would not begin. Members are
 * null if they are unknown because of a refusal.
 */
export const enrollmentPlanSchema = z.object({
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  key: z
    .object({ id: z.string(), aaguid: z.string(), product: z.string().nullable(), serial: z.string().nullable() })
    .nullable(),
  profile: z.object({ id: z.string(), name: z.string() }).nullable(),
  steps: z.array(planStepSchema),
  refusals: z.array(failureSchema),
  warnings: z.array(failureSchema),
});
export type EnrollmentPlan = z.infer<typeof enrollmentPlanSchema>;
