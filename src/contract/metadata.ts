import { z } from 'zod';

/** What the FIDO Metadata Service says of a model of key. */
export const modelSchema = z.object({
  name: z.string(),
  /** The newest certification, e.g. FIDO_CERTIFIED_L2. */
  certification: z.string().nullable(),
  /** Every status report's status, oldest first (FIDO Metadata Service 3.0, 3.1.4). */
  statuses: z.array(z.string()),
});
export type Model = z.infer<typeof modelSchema>;

/** The list that is in use. */
export const metadataStateSchema = z.object({
  /** Its serial number; it only grows. */
  no: z.number().int(),
  /** The day by which there should be a newer one, YYYY-MM-DD. */
  nextUpdate: z.string(),
  source: z.string(),
  loadedAt: z.string(),
  models: z.number().int(),
  ageDays: z.number().int(),
  /** Past its nextUpdate: still used, and worth a newer one. */
  old: z.boolean(),
});
export type MetadataState = z.infer<typeof metadataStateSchema>;

/** From a file or an address, never both. `root` is PEM, in place of the root of the FIDO Alliance's own service. */
export const metadataUpdateSchema = z.object({
  file: z.string().max(4096).optional(),
  url: z.url().max(2048).optional(),
  root: z.string().max(65_536).optional(),
});
export type MetadataUpdate = z.infer<typeof metadataUpdateSchema>;
