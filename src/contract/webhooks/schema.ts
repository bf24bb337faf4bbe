import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted, pastedOrEmpty, reference } from '../text/pasted.ts';
import { eventTypes } from './events.ts';

/** The members of an event that identify a person or a key. Each is sent only if an administrator enabled it. */
export const webhookFields = ['userId', 'userPrincipalName', 'key'] as const;
export type WebhookField = (typeof webhookFields)[number];

const count = z.number().int().nonnegative();
const choices = {
  types: z.array(z.enum(eventTypes)).min(1),
  fields: z.array(z.enum(webhookFields)),
};

/** A new receiver. The address is https, or http on this computer. */
export const webhookAddSchema = z.object({
  url: pasted(2048),
  types: choices.types.default([...eventTypes]),
  fields: choices.fields.default(['userId']),
  /** Repeats the host of `url`, if it is in the organization's own network. */
  privateHost: pastedOrEmpty(255).optional(),
});
export type WebhookAdd = z.input<typeof webhookAddSchema>;

export const webhookRefSchema = z.object({ id: reference(64) });

/** Omitted members do not change. */
export const webhookChangeSchema = webhookRefSchema.extend({
  types: choices.types.optional(),
  fields: choices.fields.optional(),
  enabled: z.boolean().optional(),
});
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

/**
 * Why a receiver gets nothing: it is disabled, it answered 410 Gone, this Keydesk does not have its secret, or no
 * record of an earlier version names its tenant. Enabling it then assigns it to the connected tenant.
 */
export const webhookStates = ['active', 'disabled', 'gone', 'secret-missing', 'tenant-unknown'] as const;

/** A receiver. Never contains its secrets. */
export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  types: choices.types,
  fields: choices.fields,
  privateHost: z.string().nullable(),
  state: z.enum(webhookStates),
  createdAt: z.string(),
  /** Until when messages carry a second signature, made with the previous secret; null without one. */
  previousSecretUntil: z.string().nullable(),
  waiting: count,
  delivered: count,
  dead: count,
});
export type Webhook = z.infer<typeof webhookSchema>;

/** A secret (`whsec_…`). Keydesk shows it only once. */
export const webhookSecretSchema = z.object({ webhook: webhookSchema, secret: z.string() });
export type WebhookSecret = z.infer<typeof webhookSecretSchema>;

/** Enters a secret again in a Keydesk that could not store it. */
export const webhookGiveSecretSchema = webhookRefSchema.extend({ secret: pasted(256) });

/** How a receiver answered a test. */
export const webhookTestSchema = z.object({ status: z.number().int(), ms: z.number() });
export type WebhookTest = z.infer<typeof webhookTestSchema>;

export const deliveryStates = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One event for one receiver. `dead`: Keydesk gave up, until a person sends it again. */
export const deliverySchema = z.object({
  n: z.number().int(),
  webhookId: z.string(),
  url: z.string(),
  eventId: z.string(),
  type: z.string(),
  userId: z.string(),
  userPrincipalName: z.string(),
  state: z.enum(deliveryStates),
  attempts: count,
  queuedAt: z.string(),
  /** Null if it waits for an earlier one of the same user, or if it is finished. */
  nextAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  /** Why the last attempt failed. */
  failure: failureSchema.nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Newest first, starting before a place in the list. */
export const deliveryQuerySchema = z.object({
  webhookId: reference(64).optional(),
  state: z.enum(deliveryStates).optional(),
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(500).default(50),
});
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>;

/** `next` is the place where older ones follow. */
export const deliveryPageSchema = z.object({ deliveries: z.array(deliverySchema), next: z.number().int().optional() });
export type DeliveryPage = z.infer<typeof deliveryPageSchema>;

/** Which dead letters to send again: one, or all of a receiver. */
export const resendSchema = z.union([
  z.object({ n: z.number().int().positive() }),
  z.object({ webhookId: reference(64) }),
]);
export type Resend = z.infer<typeof resendSchema>;
