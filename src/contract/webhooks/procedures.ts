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
  /** Also forgets what waits for it. */
  remove: base.input(webhookRefSchema).output(nothing),
  /** Makes a new secret; for a day messages are signed with the one of before too. */
  rotate: base.input(webhookRefSchema).output(webhookSecretSchema),
  giveSecret: base.input(webhookGiveSecretSchema).output(webhookSchema),
  /** Sends a test message at once. */
  test: base.input(webhookRefSchema).output(webhookTestSchema),
  deliveries: base.input(deliveryQuerySchema).output(deliveryPageSchema),
  /** Gives how many dead letters are on their way again. */
  resend: base.input(resendSchema).output(z.number().int()),
  /** Resolves when nothing is due that this Keydesk can send. */
  deliver: base.output(nothing),
};
