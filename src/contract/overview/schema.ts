import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { coveredSchema } from '../directory/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { inventoryStateSchema } from '../inventory/schema.ts';

const count = z.number().int().nonnegative();
/** A day in the time zone of the desk: YYYY-MM-DD. */
const day = z.string();

/** What was never imported, so that numbers miss something. */
export const missingParts = ['users', 'groups', 'registrations'] as const;
export type MissingPart = (typeof missingParts)[number];

/** How long an assignment is pending, in days of the desk: since today, and for so many days. */
export const pendingAges = ['today', 'days-1', 'days-7', 'days-30'] as const;
export type PendingAge = (typeof pendingAges)[number];
/** The number of days ago at which each age begins, the youngest first. */
export const pendingAgeDays: Readonly<Record<PendingAge, number>> = {
  today: 0,
  'days-1': 1,
  'days-7': 7,
  'days-30': 30,
};

/** What does not go on by itself. Each kind has its advice and its list (contract/overview/words.ts). */
export const stuckKinds = [
  'import-failed',
  'enrollments-unfinished',
  'assignments-failed',
  'pending-long',
  'deletions-due',
  'batches-paused',
  'batch-rows-failed',
  'pins-kept',
  'workflow-runs',
  'webhook-messages',
] as const;
export type StuckKind = (typeof stuckKinds)[number];

/** How the roll-out goes, from the record and the imported directory alone. Days are days of the desk's time zone. */
export const overviewSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** IANA name, such as Europe/Berlin. */
  timeZone: z.string(),
  imported: z.object({
    usersAt: z.string().nullable(),
    groupsAt: z.string().nullable(),
    registrationsAt: z.string().nullable(),
    missing: z.array(z.enum(missingParts)),
    failure: failureSchema.nullable(),
  }),
  /**
   * Everybody who is enabled and no guest should have a security key. `covered` have one that Entra has reported or that Keydesk has made.
   * `unknown` have none of Keydesk, and no report says what they have. Null before the first import.
   */
  coverage: coveredSchema.extend({ unknown: count }).nullable(),
  /** The groups of workflows and profiles, and the largest others. A group includes the users of nested groups. */
  groups: z.array(coveredSchema.extend({ id: z.string(), name: z.string(), chosen: z.boolean() })),
  /** The departments with the most targeted users; null for users without one. */
  departments: z.array(coveredSchema.extend({ department: z.string().nullable() })),
  /** Number of departments beyond those. */
  otherDepartments: count,
  /** Passkeys that became active, by day and by week, the oldest first. A week begins on Monday. */
  days: z.array(z.object({ day, keys: count })),
  weeks: z.array(z.object({ from: day, to: day, keys: count })),
  /** Pending assignments by their age. `from` and `to` are the first and the last day; `from` is null for the oldest. */
  pending: z.array(z.object({ age: z.enum(pendingAges), from: day.nullable(), to: day, count })),
  /** Failed assignments by the code of their cause; null without one. */
  failed: z.array(z.object({ code: z.string().nullable(), count })),
  /** What a person has to do something about. A kind without any is left out. */
  stuck: z.array(z.object({ kind: z.enum(stuckKinds), count })),
  /** Keys that users have activated today. */
  activations: z.object({ day, count }),
  /** The keys of the inventory by state. `blank` ones are in stock. */
  stock: z.record(inventoryStateSchema, count),
});
export type Overview = z.infer<typeof overviewSchema>;

export const overviewFormats = ['csv', 'xlsx'] as const;
export const overviewExportSchema = z.object({
  format: z.enum(overviewFormats),
  /** Names of codes are in this language. The headings of columns are in English, as in all exports. */
  language: z.enum(languages).default('en'),
});
export type OverviewExport = z.infer<typeof overviewExportSchema>;
