import { z } from 'zod';

/** How often what the data folder holds was seen to change, by any process. A count that differs means: ask again. */
export const changeCountsSchema = z.object({
  /** Assignments, inventory, activity, workflows, webhooks, codes, unfinished enrollments. */
  record: z.number(),
  /** The imported users and groups. */
  directory: z.number(),
  settings: z.number(),
  /** Sign-ins, and what apps sign in with. */
  secrets: z.number(),
});
export type ChangeCounts = z.infer<typeof changeCountsSchema>;
