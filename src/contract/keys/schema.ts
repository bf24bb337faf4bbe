import { z } from 'zod';
import { modelSchema } from '../metadata/schema.ts';

/**
 * A plugged-in security key. `id` is its address while plugged in: `hid:PATH`, `udp:PORT:REPLYPORT` or `practice`;
 * never vendor and product, since two alike on one desk are normal.
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

/** State of the key's PIN as getInfo tells it; `retries` only where asking was safe (a PIN is set). */
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

/** What the authenticator says of itself (CTAP 2.3, 6.4), in the shape the window and `keys info --json` show. */
export const keyDetailsSchema = keySummarySchema.extend({
  aaguid: z.string(),
  versions: z.array(z.string()),
  extensions: z.array(z.string()),
  options: z.record(z.string(), z.boolean()),
  pin: pinStateSchema,
  pinUvAuthProtocols: z.array(z.number().int()),
  algorithms: z.array(z.number().int()),
  transports: z.array(z.string()),
  /** Decimal digits where it is wider than a JSON number. */
  firmwareVersion: z.union([z.number().int(), z.string().regex(/^\d+$/)]).optional(),
  maxMsgSize: z.number().int(),
  remainingDiscoverableCredentials: z.number().int().optional(),
  /** A reset wants a touch of ten seconds. */
  longTouchForReset: z.boolean().optional(),
  /** Where the key can be reset; left out where it does not say, and then it is everywhere. */
  transportsForReset: z.array(z.string()).optional(),
  certifications: z.record(z.string(), z.number()).optional(),
  /** Keys of members of getInfo that this version does not know or cannot read. */
  unknownMembers: z.array(z.union([z.number(), z.string()])),
  /** Where the list of key models has it. */
  model: modelSchema.optional(),
});
export type KeyDetails = z.infer<typeof keyDetailsSchema>;
