import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';

/** A host that Keydesk talks to: how it is reached, and whether it answers. */
export const hostCheckSchema = z.object({
  /** What Keydesk needs it for. */
  purpose: z.enum(['sign-in', 'graph', 'key-models', 'webhook']),
  host: z.string(),
  /** `host:port` of the proxy; null for a direct connection, and where the proxy setting cannot be used. */
  proxy: z.string().nullable(),
  /** What decides about the proxy. */
  decidedBy: z.enum(['this-computer', 'no-proxy', 'environment', 'system', 'none']).nullable(),
  /** Time until the answer, in ms; null without one. */
  ms: z.number().nullable(),
  failure: failureSchema.nullable(),
});
export type HostCheck = z.infer<typeof hostCheckSchema>;

export const networkReportSchema = z.object({
  ok: z.boolean(),
  /** Where root certificates come from, and how many. */
  certificates: z.array(
    z.object({ source: z.enum(['built-in', 'system', 'file']), file: z.string().optional(), count: z.number().int() }),
  ),
  hosts: z.array(hostCheckSchema),
});
export type NetworkReport = z.infer<typeof networkReportSchema>;
