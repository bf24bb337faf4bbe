import { eventIterator } from '@orpc/contract';
import { base } from '../procedure.ts';
import {
  mendRequestSchema,
  mendResultSchema,
  reconcileRequestSchema,
  reconciliationSchema,
  reportEventSchema,
} from './schema.ts';

/** What a key holds, what Entra holds, and what Keydesk recorded, side by side. */
export const reconciliationContract = {
  /** Returns all differences. Changes nothing. */
  compare: base.input(reconcileRequestSchema).output(reconciliationSchema),
  /** Compares all users of the tenant, and tells how far it is. Changes nothing. Ends when the caller leaves. */
  report: base.output(eventIterator(reportEventSchema)),
  /** Removes one difference, after comparing it again. */
  mend: base.input(mendRequestSchema).output(mendResultSchema),
};
