import { z } from 'zod';

/** The events for workflows and webhooks. */
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

/** Other facts of an event: flat, and never a secret. */
export const eventDataSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type EventData = z.infer<typeof eventDataSchema>;
