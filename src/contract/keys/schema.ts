import { z } from 'zod';
import { modelSchema } from '../metadata/schema.ts';

/**
 * A plugged-in security key. `id` is its address while it is plugged in: `hid:PATH`, `udp:PORT:REPLYPORT` or
 * `practice`. It is never vendor and product, since a desk often has two keys of one model.
 */
export const keySummarySchema = z.object({
  id: z.string(),
  product: z.string().optional(),
  manufacturer: z.string().optional(),
  serial: z.string().optional(),
  vendorId: z.number().int().optional(),
  productId: z.number().int().optional(),
});
export type KeySummary = z.infer<typeof keySummarySchema>;

/**
 * The state of the key's PIN as getInfo reports it. `retries` is present only if it was safe to read (a PIN is set).
 */
export const pinStateSchema = z.object({
  supported: z.boolean(),
  set: z.boolean(),
  changeRequired: z.boolean(),
  minLength: z.number().int(),
  maxLength: z.number().int(),
  retries: z.number().int().optional(),
  powerCycleNeeded: z.boolean().optional(),
});
export type PinState = z.infer<typeof pinStateSchema>;

/** What the authenticator reports about itself (CTAP 2.3, 6.4), for the window and `keys info --json`. */
export const keyDetailsSchema = keySummarySchema.extend({
  aaguid: z.string(),
  versions: z.array(z.string()),
  extensions: z.array(z.string()),
  options: z.record(z.string(), z.boolean()),
  pin: pinStateSchema,
  pinUvAuthProtocols: z.array(z.number().int()),
  algorithms: z.array(z.number().int()),
  transports: z.array(z.string()),
  /** Decimal digits if a JSON number cannot hold it. */
  firmwareVersion: z.union([z.number().int(), z.string().regex(/^\d+$/)]).optional(),
  maxMsgSize: z.number().int(),
  remainingDiscoverableCredentials: z.number().int().optional(),
  /** A reset requires a touch of ten seconds. */
  longTouchForReset: z.boolean().optional(),
  /** The transports over which the key can be reset; absent if the key does not report them, which means all. */
  transportsForReset: z.array(z.string()).optional(),
  certifications: z.record(z.string(), z.number()).optional(),
  /** Numbers of getInfo members that this version does not know or cannot read. */
  unknownMembers: z.array(z.union([z.number(), z.string()])),
  /** Present if the list of key models has the model. */
  model: modelSchema.optional(),
});
export type KeyDetails = z.infer<typeof keyDetailsSchema>;
