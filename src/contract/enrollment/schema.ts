import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pinStateSchema } from '../keys/schema.ts';
import { pasted } from '../text/pasted.ts';
import { passkeySchema, userSchema } from '../users/schema.ts';
import { waitReasonSchema } from './waits.ts';

/** The steps of one enrollment, in their order. */
export const stepNames = [
  'preflight',
  'options',
  'prepare',
  'create',
  'verify',
  'register',
  'prove',
  'finish',
] as const;
export type StepName = (typeof stepNames)[number];

/** How far an enrollment has come, as its journal entry says. The last three are ends. */
export const journalStates = [
  'options-fetched',
  'key-prepared',
  'credential-created',
  'registered',
  'proven',
  'done',
  'cleaned-up',
  'needs-attention',
] as const;
export const journalStateSchema = z.enum(journalStates);
export type JournalState = z.infer<typeof journalStateSchema>;

/** The PIN to use: typed by a person, or made by Keydesk with so many digits and shown once. */
export const pinChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('given'), pin: z.string().max(256) }),
  z.object({ kind: z.literal('random'), length: z.number().int().min(4).max(63) }),
]);
export type PinChoice = z.infer<typeof pinChoiceSchema>;

/** `interactive: false` is for callers with no person at hand: a question for a PIN is then a failure, `pin-required`. */
export const enrollmentRequestSchema = z.object({
  user: pasted(512),
  interactive: z.boolean(),
  keyId: pasted(1024).optional(),
  displayName: z.string().max(256).optional(),
  pin: pinChoiceSchema.optional(),
  /** The assignment that it fulfills; without, what the user has waiting, or a new one. */
  assignmentId: pasted(64).optional(),
});
export type EnrollmentRequest = z.infer<typeof enrollmentRequestSchema>;

/**
 * What a person must do now. `pin` and `new-pin` are answered by enrollment.answerPin, `touch` and `fingerprint` at the key;
 * enrollment.preferPin asks for the PIN instead of a finger.
 */
export const interactionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('pin'), state: pinStateSchema, refused: failureSchema.optional() }),
  z.object({ kind: z.literal('new-pin'), state: pinStateSchema, refused: failureSchema.optional() }),
  z.object({ kind: z.literal('fingerprint'), refused: failureSchema.optional() }),
  z.object({ kind: z.literal('touch') }),
  /** Keydesk asks Microsoft Graph again then (ISO 8601, UTC); the enrollment goes on by itself and can be canceled. */
  z.object({ kind: z.literal('wait'), until: z.string(), reason: waitReasonSchema }),
]);
export type Interaction = z.infer<typeof interactionSchema>;

/** Evidence that the key signs in: an assertion (up: false) that verified against the registered public key. base64url. */
export const proofSchema = z.object({
  verified: z.boolean(),
  authenticatorData: z.string(),
  signature: z.string(),
  clientDataJSON: z.string(),
});

/**
 * `random` is the PIN that Keydesk made, present only when it was asked for: this is the one time it is shown. `uncertain`:
 * the key did not confirm the PIN, so it may or may not have it.
 */
export const pinOutcomeSchema = z.object({
  set: z.boolean(),
  uncertain: z.literal(true).optional(),
  random: z.string().optional(),
});
export type PinOutcome = z.infer<typeof pinOutcomeSchema>;

/** What the key cost: transactions by CTAPHID or CTAP2 command name, and 64-byte reports. */
export const trafficSchema = z.object({
  transactions: z.record(z.string(), z.number().int()),
  reports: z.object({ out: z.number().int(), in: z.number().int(), keepalive: z.number().int() }),
});

export const enrolledKeySchema = z.object({
  id: z.string(),
  aaguid: z.string(),
  versions: z.array(z.string()),
  serial: z.string().optional(),
  product: z.string().optional(),
});

const timedStepSchema = z.object({ name: z.enum(stepNames), ms: z.number() });

/**
 * A finished enrollment. Byte strings are base64url without padding; `publicKey` is a COSE_Key. `clientDataJSON` and
 * `attestationObject` are empty where an earlier run registered the passkey and its journal entry no longer has them.
 */
export const enrollmentResultSchema = z.object({
  enrollmentId: z.string(),
  user: userSchema,
  key: enrolledKeySchema,
  method: passkeySchema,
  credentialId: z.string(),
  clientDataJSON: z.string(),
  attestationObject: z.string(),
  publicKey: z.string(),
  proof: proofSchema,
  pin: pinOutcomeSchema,
  ...trafficSchema.shape,
  steps: z.array(timedStepSchema),
});
export type EnrollmentResult = z.infer<typeof enrollmentResultSchema>;

/**
 * How an enrollment ended badly. `cleanedUp` says whether nothing of it is left on the key or in Entra; `journalState`
 * is null when it failed before anything was written. `pin` is there when a PIN had been set on the key by then.
 */
export const enrollmentFailureSchema = z.object({
  error: failureSchema,
  cleanedUp: z.boolean(),
  journalState: journalStateSchema.nullable(),
  pin: pinOutcomeSchema.optional(),
  steps: z.array(timedStepSchema),
});
export type EnrollmentFailure = z.infer<typeof enrollmentFailureSchema>;

/** One ordered stream an enrollment: steps, warnings and interactions, then exactly one `completed` or `failed`. */
export const enrollmentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accepted'), enrollmentId: z.string() }),
  z.object({ type: z.literal('step'), step: z.enum(stepNames) }),
  z.object({ type: z.literal('interaction'), interaction: interactionSchema }),
  /** Something that the person should know, and that stops nothing. */
  z.object({ type: z.literal('warning'), warning: failureSchema }),
  z.object({ type: z.literal('completed'), result: enrollmentResultSchema }),
  z.object({ type: z.literal('failed'), failure: enrollmentFailureSchema }),
]);
export type EnrollmentEvent = z.infer<typeof enrollmentEventSchema>;

/**
 * What is known about a credential in Microsoft Entra ID: it was never submitted; it was submitted and the answer is missing; or
 * Entra refused it. Only a credential of the first and the last kind may be deleted from its key.
 */
export const submissions = ['none', 'unknown', 'refused'] as const;
export type Submission = (typeof submissions)[number];

/** Finishes one unfinished enrollment with the key that was used. `keyId` and `pin` as in an enrollment. */
export const finishRequestSchema = z.object({
  enrollmentId: pasted(64),
  interactive: z.boolean(),
  keyId: pasted(1024).optional(),
  pin: z.string().max(256).optional(),
});
export type FinishRequest = z.infer<typeof finishRequestSchema>;

/** A journal entry that is not at a good end: shown until it is finished or cleaned up. */
export const unfinishedSchema = z.object({
  enrollmentId: z.string(),
  startedAt: z.string(),
  state: journalStateSchema,
  submission: z.enum(submissions),
  /** The id of its tenant: only a connection to that one can finish it. */
  tenant: z.string(),
  userId: z.string(),
  userPrincipalName: z.string(),
  keyAaguid: z.string(),
  /** Whether Keydesk can tell the key from others of its model, by its serial number. */
  keyNamed: z.boolean(),
  /** Whether its random PIN was perhaps never seen, so that no one may know it. */
  pinLost: z.boolean(),
  error: failureSchema.nullable(),
});
export type Unfinished = z.infer<typeof unfinishedSchema>;

/** Whether an unfinished enrollment may have been made on a key of this model, of which nothing shows that it was or was not. */
export function mayBeOn({ keyAaguid, keyNamed }: Pick<Unfinished, 'keyAaguid' | 'keyNamed'>, aaguid: string): boolean {
  return !keyNamed && keyAaguid === aaguid;
}
