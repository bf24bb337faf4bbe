import { base } from '../procedure.ts';
import { policyAnswerSchema, policyCheckSchema, policyStateRequestSchema, policyStateSchema } from './schema.ts';

/** The tenant's passkey policy. */
export const policyContract = {
  /** The tenant's passkey policy: the stored one, or a new one if that is old. Without the network, the stored one. */
  state: base.input(policyStateRequestSchema).output(policyStateSchema),
  /** Predicts whether the tenant accepts a registration. */
  check: base.input(policyCheckSchema).output(policyAnswerSchema),
};
