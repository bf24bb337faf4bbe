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
  /** Puts the practice key away and plugs in a new one of its model. */
  insertFresh: base.output(nothing),
  /** Puts the practice key away and plugs another one in, which remembers what was done with it before. */
  setModel: base.input(z.object({ model: practiceModelSchema })).output(nothing),
  tenant: base.output(practiceTenantSchema),
  /** Makes the simulated tenant misbehave in one way, or in none. */
  setTenantFault: base.input(z.object({ fault: practiceFaultSchema.nullable() })).output(practiceTenantSchema),
  /** Makes the key misbehave in one way, or in none. */
  setFault: base.input(z.object({ fault: practiceFaultSchema.nullable() })).output(nothing),
};
