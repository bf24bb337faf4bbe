import { z } from 'zod';
import { base } from '../procedure.ts';
import { systemInfoSchema } from './schema.ts';

/** Facts about this Keydesk, and whether Microsoft Graph answers. */
export const systemContract = {
  info: base.output(systemInfoSchema),
  /** Whether Microsoft Graph answers; null without a connection. */
  reachable: base.output(z.boolean().nullable()),
};
