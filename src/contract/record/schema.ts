import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
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

/** The sign-in of the person who upgrades a record. That of this desk if the address is missing. */
export const recordUpgradeSchema = recordRequestSchema
  .pick({ url: true, password: true, ca: true })
  .partial({ url: true })
  .refine(({ url, password }) => url !== undefined || password === undefined, { path: ['url'] });
export type RecordUpgradeRequest = z.infer<typeof recordUpgradeSchema>;

/** What an upgrade did. Nothing, if `from` is `to`. */
export const recordUpgradedSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** The oldest version that may write from now on. */
  writesFrom: z.number(),
  /** How many rows the migrations changed, added or removed. */
  rows: z.number(),
  /** New tables that the roles of the record have no rights to, because some of these roles are missing. */
  ungranted: z.array(z.string()),
});
export type RecordUpgraded = z.infer<typeof recordUpgradedSchema>;

/**
 * How the version of a desk stands to that of the record. `older` still writes. `reader` is too old to write. `ahead` reads and waits for an upgrade of the record.
 */
export const recordStandings = ['same', 'older', 'reader', 'ahead'] as const;

/** A desk that belongs to a record. */
const recordDeskSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** When it last read or wrote the record, ISO 8601, by the record's clock. */
  lastSeen: z.string(),
  /** Whether it is the desk that was asked. */
  isThis: z.boolean(),
  /** The version of its tables. */
  version: z.number(),
  standing: z.enum(recordStandings),
});

/** Where the record is, and how this desk stands with it. */
export const recordStateSchema = z.object({
  /** `embedded`: in the data folder of this desk. `postgres`: in a database that several desks share. */
  kind: z.enum(['embedded', 'postgres']),
  /** As postgres://USER@HOST:PORT/DATABASE; null if embedded. */
  url: z.string().nullable(),
  reachable: z.boolean(),
  /** Why it is away, or why this desk only reads, as an error; null if neither. */
  trouble: failureSchema.omit({ cause: true }).extend({ message: z.string(), next: z.string() }).nullable(),
  /** The versions of the record's tables and of those here, and the oldest that may write; null if the record is embedded, or away. */
  versions: z.object({ record: z.number(), here: z.number(), writesFrom: z.number() }).nullable(),
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
  /** Rows that this desk had before it joined, and that are not merged yet. */
  unmerged: z.number(),
});
export type RecordState = z.infer<typeof recordStateSchema>;

/** A desk that has joined a record. */
export const recordJoinedSchema = z.object({
  /** The id of the record. */
  record: z.string(),
  /** How many rows the desk had of its own. */
  own: z.number(),
  /** How many of them were new to the record, and how many it had already. The rest is merged when the record is back. */
  added: z.number(),
  known: z.number(),
});
export type RecordJoined = z.infer<typeof recordJoinedSchema>;

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
