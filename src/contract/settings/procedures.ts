import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { settingsChangeSchema, settingsSchema } from './schema.ts';

/** Settings of this computer. */
export const settingsContract = {
  get: base.output(settingsSchema),
  set: base.input(settingsChangeSchema).output(settingsSchema),
  /**
   * Restarts Keydesk in practice mode or on the real tenant. The core link ends, and the next one is in the other mode.
   */
  setMode: base.input(z.object({ practice: z.boolean() })).output(nothing),
  /** Keeps a bearer token in memory for the connected tenant. Allowed only for loopback addresses. */
  setToken: base.input(z.object({ token: z.string().min(1).max(16_384) })).output(nothing),
};
