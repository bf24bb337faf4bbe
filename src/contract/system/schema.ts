import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { stationSchema } from '../settings/schema.ts';

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
