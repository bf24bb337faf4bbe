import { z } from 'zod';

/** What happens that workflows wait for and that the organization's systems may be told of. */
export const eventTypes = [
  'user.imported',
  'passkey.assigned',
  'security-key.activated',
  'passkey.registered',
  'passkey.failed',
  'passkey.revoked',
  'passkey.cancelled',
  'passkey.expired',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What else is known of an event: flat, and never a secret. */
export const eventDataSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type EventData = z.infer<typeof eventDataSchema>;
