import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';

/** A host that Keydesk connects to: its proxy, and whether it answers. */
export const hostCheckSchema = z.object({
  /** What Keydesk needs it for. */
  purpose: z.enum(['sign-in', 'graph', 'key-models', 'webhook']),
  host: z.string(),
  /** `host:port` of the proxy; null for a direct connection, and if the proxy setting is invalid. */
  proxy: z.string().nullable(),
  /** Which setting determines the proxy. */
  decidedBy: z.enum(['this-computer', 'no-proxy', 'environment', 'system', 'none']).nullable(),
  /** Response time in ms; null without an answer. */
  ms: z.number().nullable(),
  failure: failureSchema.nullable(),
});
export type HostCheck = z.infer<typeof hostCheckSchema>;

export const networkReportSchema = z.object({
  ok: z.boolean(),
  /** Sources of root certificates, and the number from each. */
  certificates: z.array(
    z.object({ source: z.enum(['built-in', 'system', 'file']), file: z.string().optional(), count: z.number().int() }),
  ),
  hosts: z.array(hostCheckSchema),
});
export type NetworkReport = z.infer<typeof networkReportSchema>;
