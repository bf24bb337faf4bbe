import { base } from '../procedure.ts';
import { policyAnswerSchema, policyCheckSchema, policyStateRequestSchema, policyStateSchema } from './schema.ts';

/** The tenant's passkey policy. */
export const policyContract = {
  /** The tenant's passkey policy as it was read last, or now where that is long ago; without a network the old one. */
  state: base.input(policyStateRequestSchema).output(policyStateSchema),
  /** What the tenant will say to a registration. */
  check: base.input(policyCheckSchema).output(policyAnswerSchema),
};
