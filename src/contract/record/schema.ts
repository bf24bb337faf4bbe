import { z } from 'zod';
import { pasted } from '../text/pasted.ts';

/** The record that a desk makes or joins. */
export const recordRequestSchema = z.object({
  /** postgres://USER@HOST:PORT/DATABASE, without a password. */
  url: pasted(2000),
  /** The password of the role. It is kept sealed. */
  password: z.string().min(1).max(1000).optional(),
  /** The certificates that may have issued the server's, as PEM. */
  ca: z.string().max(200_000).optional(),
  /** The name of this desk for people; the computer's name if it is missing. */
  name: pasted(100).optional(),
});
export type RecordRequest = z.infer<typeof recordRequestSchema>;

/** A desk that belongs to a record. */
const recordDeskSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** When it last read or wrote the record, ISO 8601, by the record's clock. */
  lastSeen: z.string(),
  /** Whether it is the desk that was asked. */
  isThis: z.boolean(),
});

/** Where the record is, and how this desk stands with it. */
export const recordStateSchema = z.object({
  /** `embedded`: in the data folder of this desk. `postgres`: in a database that several desks share. */
  kind: z.enum(['embedded', 'postgres']),
  /** As postgres://USER@HOST:PORT/DATABASE; null if embedded. */
  url: z.string().nullable(),
  reachable: z.boolean(),
  /** Why it is away, as an error; null if it is not. */
  trouble: z.object({ code: z.string(), message: z.string(), next: z.string() }).nullable(),
  /** Empty if the record is embedded, or away. */
  desks: z.array(recordDeskSchema),
  /** How many changes this desk has not read yet; null if the record is away. */
  behind: z.number().nullable(),
  /** The newest change that this desk has. */
  revision: z.number(),
  /** When this desk last saw the record, ISO 8601; null if it never did. */
  asOf: z.string().nullable(),
  /** Entries of the activity log that wait for the record. */
  waiting: z.number(),
});
export type RecordState = z.infer<typeof recordStateSchema>;

/** Whether the shared record can be reached, without asking it. */
export const recordSightSchema = recordStateSchema.pick({ kind: true, reachable: true, trouble: true, asOf: true });

/** The result of comparing this desk with the record. */
export const recordCheckSchema = z.object({
  /** Up to which revision both were compared. */
  revision: z.number(),
  rows: z.number(),
  /** Tables whose rows differ. Empty if everything is equal. */
  differences: z.array(z.object({ table: z.string(), rows: z.number() })),
});
export type RecordCheck = z.infer<typeof recordCheckSchema>;

/** What a desk gave back to a record that had lost it. */
export const recordReturnSchema = z.object({
  /** The number of rows that the record has again. */
  rows: z.number(),
  /** The number of rows that the record's rules did not allow any more. The copy has them. */
  refused: z.number(),
  /** The file with everything that this desk had, if other desks had written since the loss; otherwise null. */
  copy: z.string().nullable(),
});
export type RecordReturn = z.infer<typeof recordReturnSchema>;
