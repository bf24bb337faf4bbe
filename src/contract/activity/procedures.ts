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
  /** Goes through the whole log; what is wrong with it is data, not an error. */
  verify: base.input(activityVerifyRequestSchema).output(activityVerificationSchema),
  /** Writes the record of the end again, after a person has looked into why it is missing or damaged. */
  acceptHead: base.input(activityHeadSchema).output(activityHeadSchema),
  /** JSON lines, oldest first, in parts of whole lines. */
  export: base.input(activityFilterSchema).output(eventIterator(z.string())),
};
