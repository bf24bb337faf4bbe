import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import {
  deliveryPageSchema,
  deliveryQuerySchema,
  resendSchema,
  webhookAddSchema,
  webhookChangeSchema,
  webhookGiveSecretSchema,
  webhookRefSchema,
  webhookSchema,
  webhookSecretSchema,
  webhookTestSchema,
} from './schema.ts';

/** The receivers of events. */
export const webhooksContract = {
  list: base.output(z.array(webhookSchema)),
  add: base.input(webhookAddSchema).output(webhookSecretSchema),
  change: base.input(webhookChangeSchema).output(webhookSchema),
  /** Also deletes its queued messages. */
  remove: base.input(webhookRefSchema).output(nothing),
  /** Creates a new secret. For a day, messages are also signed with the previous one. */
  rotate: base.input(webhookRefSchema).output(webhookSecretSchema),
  giveSecret: base.input(webhookGiveSecretSchema).output(webhookSchema),
  /** Sends a test message immediately. */
  test: base.input(webhookRefSchema).output(webhookTestSchema),
  deliveries: base.input(deliveryQuerySchema).output(deliveryPageSchema),
  /** Returns the number of dead letters that are queued again. */
  resend: base.input(resendSchema).output(z.number().int()),
  /** Resolves when no message is due that this Keydesk can send. */
  deliver: base.output(nothing),
};
