import { z } from 'zod';
import { assignmentSchema } from '../assignments/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { cleanDeviceText } from '../text/deviceText.ts';
import { pasted, reference } from '../text/pasted.ts';
import { keyDetailsSchema } from './schema.ts';

/** A key by its id; undefined if only one is plugged in. */
const keyRef = { keyId: reference(1024).optional() };
/** Allows more characters than any PIN, so that the check of the PIN rules can name the violated rule. */
const pin = z.string().max(256);
/** As stored on the key: without invisible characters. */
const fingerprintName = z
  .string()
  .max(64)
  .transform(text => cleanDeviceText(text) ?? '')
  .pipe(z.string().min(1));
const base64url = pasted(8192).pipe(z.string().regex(/^[A-Za-z0-9_-]+$/));

export const keyRefSchema = z.object(keyRef);
export const keyPinSchema = z.object({ ...keyRef, pin });
export const pinChangeSchema = z.object({ ...keyRef, pin, newPin: pin });

/** A resident credential, as the key reports it. */
const residentCredentialSchema = z.object({
  /** base64url */
  id: z.string(),
  rpId: z.string(),
  userName: z.string().optional(),
  userDisplayName: z.string().optional(),
  /** base64url */
  userHandle: z.string(),
  /** Level of credProtect, 1 to 3. */
  credProtect: z.number().int().optional(),
});

/** How a key contradicts itself in a list: in totals, in repeated items, or in unreadable items. */
const listOdditySchema = z.enum([
  'total-too-high',
  'total-missing',
  'item-repeated',
  'item-unreadable',
  'name-unreadable',
  'count-differs',
]);
export type ListOddity = z.infer<typeof listOdditySchema>;

export const credentialListSchema = z.object({
  credentials: z.array(residentCredentialSchema),
  /** Maximum number of further credentials; null if the key does not report it. */
  remaining: z.number().int().nullable(),
  /** Empty if the key's answers are consistent. If not, a passkey may be missing, or have no name. */
  inconsistent: z.array(listOdditySchema),
});
export type CredentialList = z.infer<typeof credentialListSchema>;

/** `revoked` are the assignments that had this passkey. */
export const credentialDeletionSchema = z.object({ revoked: z.array(assignmentSchema) });
export type CredentialDeletion = z.infer<typeof credentialDeletionSchema>;

export const credentialRefSchema = z.object({ ...keyRef, pin, credentialId: base64url });

/** One change of a key's configuration (CTAP 2.3, 6.11), with the PIN if the key has one. */
export const configChangeSchema = z.object({
  ...keyRef,
  pin: pin.optional(),
  change: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('enableEnterpriseAttestation') }),
    z.object({ kind: z.literal('setAlwaysUv'), on: z.boolean() }),
    z.object({
      kind: z.literal('setMinPINLength'),
      length: z.number().int().min(4).max(63),
      /** Websites that may read the minimum PIN length with the extension minPinLength. */
      rpIds: z.array(z.string().min(1).max(253)).min(1).optional(),
    }),
    z.object({ kind: z.literal('forcePINChange') }),
  ]),
});
export type ConfigRequest = z.infer<typeof configChangeSchema>;

export const fingerprintSchema = z.object({
  /** base64url */
  id: z.string(),
  name: z.string().optional(),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;

export const fingerprintNameSchema = z.object({ ...keyRef, pin, id: base64url, name: fingerprintName });
export const fingerprintRefSchema = z.object({ ...keyRef, pin, id: base64url });
export const fingerprintEnrollSchema = z.object({ ...keyRef, pin, name: fingerprintName.optional() });

const failedEvent = z.object({ type: z.literal('failed'), failure: failureSchema });

/** The progress of enrolling a finger: one event per sample, each with the key's result (CTAP 2.3, 6.7.4). */
export const fingerprintEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('touch') }),
  z.object({ type: z.literal('sample'), status: z.string(), remaining: z.number().int() }),
  /** `nameRefused` is the reason why the key rejected the name. The finger is enrolled without one. */
  z.object({
    type: z.literal('completed'),
    fingerprint: fingerprintSchema,
    nameRefused: failureSchema.optional(),
  }),
  failedEvent,
]);
export type FingerprintEvent = z.infer<typeof fingerprintEventSchema>;

/** What a person does during a factory reset, in order. */
export const resetSteps = ['remove', 'insert', 'touch'] as const;
export type ResetStep = (typeof resetSteps)[number];

/**
 * The progress of a factory reset: unplug the key, plug it in again, touch it. From the first step on, `longTouch`
 * means that this key needs a touch of ten seconds. `completed` has no `key` if the key was erased and has not answered
 * since. It must then be plugged in again. `revoked` are the assignments whose passkeys were erased.
 */
export const resetEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.enum(resetSteps),
    longTouch: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('completed'), key: keyDetailsSchema.optional(), revoked: z.array(assignmentSchema) }),
  failedEvent,
]);
export type ResetEvent = z.infer<typeof resetEventSchema>;

/**
 * Chooses one of several keys by touch. `touch`: this key waits for it. `apart`: this key can be chosen only by its id,
 * while the others still wait. Then follows exactly one `chosen` or `failed`.
 */
export const keyChoiceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('touch'), keyId: z.string() }),
  z.object({ type: z.literal('apart'), keyId: z.string(), failure: failureSchema }),
  z.object({ type: z.literal('chosen'), keyId: z.string() }),
  failedEvent,
]);
export type KeyChoiceEvent = z.infer<typeof keyChoiceEventSchema>;

/**
 * `confirm` is the key's product name, typed by a person who knows what a reset erases. `unfinished` lists enrollments
 * that a person assigns to this key, if the key itself does not prove it. The reset closes them.
 */
export const resetRequestSchema = z.object({
  ...keyRef,
  confirm: z.string().max(256),
  unfinished: z.array(reference(64)).max(100).optional(),
});
