import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from '../procedure.ts';
import {
  activityFilterSchema,
  activityHeadSchema,
  activityPageSchema,
  activityQuerySchema,
  activityVerificationSchema,
  activityVerifyRequestSchema,
} from './schema.ts';

/** The log of every change. */
export const activityContract = {
  list: base.input(activityQuerySchema).output(activityPageSchema),
  /** Verifies the whole log. A fault in the log is part of the output, not an error. */
  verify: base.input(activityVerifyRequestSchema).output(activityVerificationSchema),
  /** Writes the record of the log's end again, after a person has found out why it is missing or damaged. */
  acceptHead: base.input(activityHeadSchema).output(activityHeadSchema),
  /** JSON lines, oldest first, in chunks of whole lines. */
  export: base.input(activityFilterSchema).output(eventIterator(z.string())),
};
