import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import {
  practiceFaultSchema,
  practiceModelSchema,
  practiceStateSchema,
  practiceTenantSchema,
  touchPolicySchema,
} from './schema.ts';

/** The software key of practice mode. */
export const practiceContract = {
  watch: base.output(eventIterator(practiceStateSchema)),
  insert: base.output(nothing),
  remove: base.output(nothing),
  touch: base.output(nothing),
  setTouch: base.input(z.object({ policy: touchPolicySchema })).output(nothing),
  /** Removes the practice key and plugs in a new one of the same model. */
  insertFresh: base.output(nothing),
  /** Removes the practice key and plugs in another one, with everything that was stored on it before. */
  setModel: base.input(z.object({ model: practiceModelSchema })).output(nothing),
  tenant: base.output(practiceTenantSchema),
  /** Enables one fault of the simulated tenant, or none. */
  setTenantFault: base.input(z.object({ fault: practiceFaultSchema.nullable() })).output(practiceTenantSchema),
  /** Enables one fault of the key, or none. */
  setFault: base.input(z.object({ fault: practiceFaultSchema.nullable() })).output(nothing),
};
