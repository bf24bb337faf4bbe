import { z } from 'zod';
import { connectionSchema } from '../connections/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { weakPinSettings } from '../keys/weakPin.ts';

export const stationSchema = z.enum(['desk', 'activation']);

/** Which shell runs the core, and why that one. `connection` is null when no tenant is connected. */
export const systemInfoSchema = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'loopback', 'cli']),
  shellReason: z.string(),
  practice: z.boolean(),
  /** No tenant is connected and neither mode was asked for: the window begins with the start page. */
  undecided: z.boolean(),
  /** In practice mode: what a person calls the tenant that Keydesk works on outside it; null where none is connected. */
  realTenant: z.string().nullable(),
  /** At an activation station users activate their own keys, and nothing else can be done. */
  station: stationSchema,
  dataFolder: z.string(),
  /** Damage of the record that a check in the background has found. */
  damage: failureSchema.nullable(),
  connection: z
    .object({ name: z.string(), graphUrl: z.string(), tenantId: z.string(), version: z.enum(['v1.0', 'beta']) })
    .nullable(),
});
export type SystemInfo = z.infer<typeof systemInfoSchema>;

/** Settings a person may change. Never a secret: a token stays in memory. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** What this computer is for, from the next start on. */
  station: stationSchema,
  /** Minutes between the imports of the directory that run by themselves; null for none. */
  importEvery: z.number().int().min(5).max(1440).nullable(),
  /** What happens where a person chooses a PIN that is easy to guess. */
  weakPins: z.enum(weakPinSettings),
  /** Digits of the random PIN that was chosen last for a new key; null where its PIN was to be typed. */
  pinDigits: z.number().int().min(4).max(63).nullable(),
  connections: z.array(connectionSchema),
  /** Id of the connection that is worked on. */
  currentConnection: z.string().nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Any of them; members left out stay as they are. Connections are changed by procedures of their own. */
export const settingsChangeSchema = settingsSchema.omit({ connections: true, currentConnection: true }).partial();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** When the software key of practice mode answers a request for a touch. */
export const touchPolicySchema = z.enum(['auto', 'manual', 'never']);
export type TouchPolicy = z.infer<typeof touchPolicySchema>;

/** What the practice key does wrong, by the simulator's name for it. The state of the practice key lists what there is. */
export const practiceFaultSchema = z.string().max(64);
export type PracticeFault = z.infer<typeof practiceFaultSchema>;

/** `new` is a key of CTAP 2.3 with everything, `old` one of CTAP 2.0; `new-2` and so on are further keys of these models. */
export const practiceModelSchema = z.string().regex(/^(new|old)(-\d{1,6})?$/);
export type PracticeModel = z.infer<typeof practiceModelSchema>;

/** What the simulated tenant does wrong, and what it can be made to do wrong. */
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
  /** What it can be made to do wrong. */
  faults: z.array(practiceFaultSchema),
  model: practiceModelSchema,
  /** The keys that can be plugged in. */
  models: z.array(practiceModelSchema),
});
export type PracticeState = z.infer<typeof practiceStateSchema>;
