import { z } from 'zod';

/** When the practice key answers a request for a touch. */
export const touchPolicySchema = z.enum(['auto', 'manual', 'never']);
export type TouchPolicy = z.infer<typeof touchPolicySchema>;

/**
 * A fault of the practice key, by the simulator's name for it. The state of the practice key lists the available ones.
 */
export const practiceFaultSchema = z.string().max(64);
export type PracticeFault = z.infer<typeof practiceFaultSchema>;

/**
 * `new` is a key of CTAP 2.3 with all features, `old` one of CTAP 2.0. `new-2` and so on are further keys of these
 * models.
 */
export const practiceModelSchema = z.string().regex(/^(new|old)(-\d{1,6})?$/);
export type PracticeModel = z.infer<typeof practiceModelSchema>;

/** The active fault of the simulated tenant, and the available ones. */
export const practiceTenantSchema = z.object({
  fault: practiceFaultSchema.nullable(),
  faults: z.array(practiceFaultSchema),
});
export type PracticeTenantState = z.infer<typeof practiceTenantSchema>;

/** The practice key as its panel shows it. */
export const practiceStateSchema = z.object({
  inserted: z.boolean(),
  waitingForTouch: z.boolean(),
  touchPolicy: touchPolicySchema,
  fault: practiceFaultSchema.nullable(),
  /** The available faults. */
  faults: z.array(practiceFaultSchema),
  model: practiceModelSchema,
  /** The keys that can be plugged in. */
  models: z.array(practiceModelSchema),
});
export type PracticeState = z.infer<typeof practiceStateSchema>;
