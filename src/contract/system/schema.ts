import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { stationSchema } from '../settings/schema.ts';

/** Why a shell runs: started as such, as Electron or as a command, or a reason of the launcher (scripts/electron.mjs). */
export const shellReasons = [
  ...(['asked', 'electron', 'command', 'no-open', 'no-display', 'other-folder-empty', 'download-forbidden'] as const),
  ...(['download-running', 'download-slow', 'download-not-started', 'download-interrupted'] as const),
  ...(['download-failed', 'electron-not-started', 'electron-ended'] as const),
] as const;
export type ShellReason = (typeof shellReasons)[number];

/** Which shell runs the core, and why this one. `connection` is null if no tenant is connected. */
export const systemInfoSchema = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'loopback', 'cli']),
  /** A code, or a code and a fact from outside: `electron-ended: exit code 1`. words.ts has words for it. */
  shellReason: z.string(),
  practice: z.boolean(),
  /** No tenant is connected and no mode was requested: the window begins with the start page. */
  undecided: z.boolean(),
  /** In practice mode: the name of the connected real tenant; null if none is connected. */
  realTenant: z.string().nullable(),
  /** At an activation station, users activate their own keys. All other procedures are blocked. */
  station: stationSchema,
  dataFolder: z.string(),
  /** Whether this Keydesk can keep secrets sealed. Without that, a random PIN is gone when Keydesk ends. */
  seals: z.boolean(),
  /** Damage to the database that a check in the background has found. */
  damage: failureSchema.nullable(),
  connection: z
    .object({ name: z.string(), graphUrl: z.string(), tenantId: z.string(), version: z.enum(['v1.0', 'beta']) })
    .nullable(),
});
export type SystemInfo = z.infer<typeof systemInfoSchema>;
