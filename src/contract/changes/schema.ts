import { z } from 'zod';

/** How many changes to the data folder were detected, by any process. If a count differs, read the data again. */
export const changeCountsSchema = z.object({
  /** Assignments, inventory, activity, workflows, webhooks, codes, unfinished enrollments. */
  record: z.number(),
  /** The imported users and groups. */
  directory: z.number(),
  settings: z.number(),
  /** Sign-ins, and the credentials of apps. */
  secrets: z.number(),
});
export type ChangeCounts = z.infer<typeof changeCountsSchema>;
