import { z } from 'zod';
import { pasted } from '../text/pasted.ts';
import { MAX_PEM } from '../text/pem.ts';

/** Facts from the FIDO Metadata Service about a model of key. */
export const modelSchema = z.object({
  name: z.string(),
  /** The latest certification, e.g. FIDO_CERTIFIED_L2; null if the latest status is not a certification. */
  certification: z.string().nullable(),
  /** The statuses of all reports in effect, oldest first (FIDO Metadata Service 3.1, 3.1.4). */
  statuses: z.array(z.string()),
});
export type Model = z.infer<typeof modelSchema>;

/** One list that is in use. */
const listStateSchema = z.object({
  /** Its serial number, which only increases. */
  no: z.number().int(),
  /** The date by which a newer list should be available, YYYY-MM-DD. */
  nextUpdate: z.string(),
  source: z.string(),
  /** The name of the custom root certificate that signed it; null for the FIDO Alliance's. */
  root: z.string().nullable(),
  loadedAt: z.string(),
  models: z.number().int(),
  ageDays: z.number().int(),
  /** True after its nextUpdate. Keydesk still uses the list, but a newer one should be loaded. */
  old: z.boolean(),
});
/** The list that was loaded last, and lists under other roots. */
export const metadataStateSchema = listStateSchema.extend({ others: z.array(listStateSchema) });
export type MetadataState = z.infer<typeof metadataStateSchema>;

/** From either a file or an address. `root` is PEM, and replaces the roots of the FIDO Alliance's service. */
export const metadataUpdateSchema = z.object({
  file: z.string().max(4096).optional(),
  url: pasted(2048).pipe(z.url()).optional(),
  root: z.string().max(MAX_PEM).optional(),
});
export type MetadataUpdate = z.infer<typeof metadataUpdateSchema>;
