import { base } from '../procedure.ts';
import { reconcileRequestSchema, reconciliationSchema } from './schema.ts';

/** What a key holds, what Entra holds, and what Keydesk recorded, side by side. */
export const reconciliationContract = {
  /** Returns all differences. Changes nothing. */
  compare: base.input(reconcileRequestSchema).output(reconciliationSchema),
};
