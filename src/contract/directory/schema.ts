import { z } from 'zod';
import { assignmentStateSchema, assignmentStates } from '../assignments/schema.ts';
import { waitReasonSchema } from '../enrollment/waits.ts';
import { failureSchema } from '../errors/failure.ts';
import { passkeyKindSchema } from '../passkeys/kinds.ts';
import { pasted, pastedOrEmpty, reference } from '../text/pasted.ts';
import { userSchema } from '../users/schema.ts';

/** The phases of an import, in order. */
export const importPhases = ['users', 'groups', 'registrations'] as const;
export const importPhaseSchema = z.enum(importPhases);
export type ImportPhase = z.infer<typeof importPhaseSchema>;

const count = z.number().int().nonnegative();

/** Counts of an import so far. `registrations` counts users whose authentication methods were read in bulk. */
export const importCountsSchema = z.object({
  new: count,
  changed: count,
  left: count,
  groups: count,
  memberships: count,
  registrations: count,
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

/** A phase that could not be read, and why. Earlier data of it is kept. */
export const refusedPhaseSchema = z.object({ phase: importPhaseSchema, failure: failureSchema });
export type RefusedPhase = z.infer<typeof refusedPhaseSchema>;

/** One step of an import, or its end. A stopped or failed import continues at the same place at the next start. */
export const importEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    phase: importPhaseSchema,
    full: z.boolean(),
    counts: importCountsSchema,
    /** Users, memberships and registrations read per second. */
    perSecond: z.number(),
    /** Null if Graph does not report the total. */
    secondsLeft: z.number().nullable(),
    /** Until when Keydesk waits before it retries a request to Graph (ISO 8601), and why; null if it does not wait. */
    waits: z.object({ until: z.string(), reason: waitReasonSchema }).nullable(),
  }),
  z.object({
    kind: z.literal('done'),
    full: z.boolean(),
    counts: importCountsSchema,
    seconds: z.number(),
    refused: z.array(refusedPhaseSchema),
  }),
  z.object({ kind: z.literal('stopped'), counts: importCountsSchema }),
  z.object({ kind: z.literal('failed'), failure: failureSchema, counts: importCountsSchema }),
]);
export type ImportEvent = z.infer<typeof importEventSchema>;

/** The imported data of the connected tenant, and its age. Times are ISO 8601; null if never read. */
export const directoryStateSchema = z.object({
  usersAt: z.string().nullable(),
  groupsAt: z.string().nullable(),
  registrationsAt: z.string().nullable(),
  users: count,
  leftUsers: count,
  /** An import was interrupted and will continue at the same place. */
  unfinished: z.boolean(),
  /** Why the last import failed; null if it succeeded, or if an import has continued since. */
  failure: failureSchema.nullable(),
  /** Phases that the last import could not read, although it read the others. */
  refused: z.array(refusedPhaseSchema),
  /** True while this Keydesk imports. */
  importing: z.boolean(),
  /** Increases with every change. */
  version: count,
});
export type DirectoryState = z.infer<typeof directoryStateSchema>;
/** The part of the state that is stored on disk. */
export type StoredState = Omit<DirectoryState, 'importing'>;

export const userSorts = ['name', 'userPrincipalName', 'department', 'employeeId', 'firstSeen'] as const;

/** A filter and an order for imported users. Absent members match all users. */
export const userFilterSchema = z.object({
  /** Prefixes of words of name, user principal name, mail, employee id and department. All of them must match. */
  search: pastedOrEmpty(256).default(''),
  /** Object id of a group. Includes members of nested groups. */
  group: reference(128).optional(),
  state: z.enum(['present', 'left']).default('present'),
  enabled: z.boolean().optional(),
  guest: z.boolean().optional(),
  /** Whether Entra has a passkey for the user; null matches users for whom that is unknown. */
  passkey: z.boolean().nullable().optional(),
  /** Users with a passkey of that kind. */
  passkeyKind: passkeyKindSchema.optional(),
  /** Whether the user has a security key: by the imported registrations, or by an active assignment of Keydesk. */
  securityKey: z.boolean().optional(),
  /** The department as Entra has it, in upper or lower case; null matches users without one. */
  department: pasted(256).nullable().optional(),
  /** Users with an assignment in that state. `none`: users without an ongoing assignment. */
  assignment: z.enum(['none', ...assignmentStates]).optional(),
  sort: z.enum(userSorts).default('name'),
  descending: z.boolean().default(false),
});
export type UserFilter = z.infer<typeof userFilterSchema>;

/**
 * An imported user. `passkey` (whether the user has one of any kind) and `passkeyKinds` are null if no report has them
 * yet. `passkeys` and `lastUsedAt` are null if the user's own list was never read, or does not contain them.
 * `assignment` is null if none is live.
 */
export const userRowSchema = userSchema.extend({
  passkey: z.boolean().nullable(),
  passkeyKinds: z.array(passkeyKindSchema).nullable(),
  admin: z.boolean().nullable(),
  passkeys: count.nullable(),
  lastUsedAt: z.string().nullable(),
  assignment: assignmentStateSchema.nullable(),
  firstSeenAt: z.string(),
  leftAt: z.string().nullable(),
});
export type UserRow = z.infer<typeof userRowSchema>;

/** Rows from `offset` on. `total` is the number of all matching users, or a lower bound if `more` is true. */
export const userRowsSchema = z.object({
  rows: z.array(userRowSchema),
  total: count,
  more: z.boolean(),
  version: count,
});
export type UserRows = z.infer<typeof userRowsSchema>;

/** An imported group. `members` counts its direct users. */
export const groupRowSchema = z.object({ id: z.string(), displayName: z.string(), members: count });
export type GroupRow = z.infer<typeof groupRowSchema>;

/** Users who should have a security key, and those of them who have one. */
export const coveredSchema = z.object({ targeted: count, covered: count });
export type Covered = z.infer<typeof coveredSchema>;

/** A department, and how many present users it has. Null for users without one. */
export const departmentSchema = z.object({ department: z.string().nullable(), users: count });
export type Department = z.infer<typeof departmentSchema>;

/** One past import. */
export const importRecordSchema = z.object({
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  full: z.boolean(),
  counts: importCountsSchema,
  failure: failureSchema.nullable(),
});
export type ImportRecord = z.infer<typeof importRecordSchema>;

/** All users that match a filter: only those with some object ids, or all except those. */
export const userExportSchema = z.object({
  filter: userFilterSchema,
  format: z.enum(['csv', 'json']),
  only: z.array(z.string().max(128)).max(100_000).optional(),
  except: z.array(z.string().max(128)).max(100_000).optional(),
});
export type UserExport = z.infer<typeof userExportSchema>;
