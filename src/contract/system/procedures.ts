import { z } from 'zod';
import { base } from '../procedure.ts';
import { systemInfoSchema } from './schema.ts';

/** What this Keydesk is, and whether Microsoft Graph answers. */
export const systemContract = {
  info: base.output(systemInfoSchema),
  /** Whether Microsoft Graph answers at all; null without a connection. */
  reachable: base.output(z.boolean().nullable()),
};
