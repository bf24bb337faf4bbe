import { z } from 'zod';
import { pasted } from '../text/pasted.ts';

/** What the FIDO Metadata Service says of a model of key. */
export const modelSchema = z.object({
  name: z.string(),
  /** The latest certification, e.g. FIDO_CERTIFIED_L2; null where the latest status is that there is none. */
  certification: z.string().nullable(),
  /** The statuses of all reports in effect, oldest first (FIDO Metadata Service 3.1, 3.1.4). */
  statuses: z.array(z.string()),
});
export type Model = z.infer<typeof modelSchema>;

/** One list that is in use. */
const listStateSchema = z.object({
  /** Its serial number; it only grows. */
  no: z.number().int(),
  /** The day by which there should be a newer one, YYYY-MM-DD. */
  nextUpdate: z.string(),
  source: z.string(),
  /** The name of the own root that it leads to; null for the FIDO Alliance's. */
  root: z.string().nullable(),
  loadedAt: z.string(),
  models: z.number().int(),
  ageDays: z.number().int(),
  /** Past its nextUpdate: still used, and worth a newer one. */
  old: z.boolean(),
});
/** The list that was loaded last, and those under other roots. */
export const metadataStateSchema = listStateSchema.extend({ others: z.array(listStateSchema) });
export type MetadataState = z.infer<typeof metadataStateSchema>;

/** From a file or an address, never both. `root` is PEM, in place of the roots of the FIDO Alliance's own service. */
export const metadataUpdateSchema = z.object({
  file: z.string().max(4096).optional(),
  url: pasted(2048).pipe(z.url()).optional(),
  root: z.string().max(65_536).optional(),
});
export type MetadataUpdate = z.infer<typeof metadataUpdateSchema>;
