import { z } from 'zod';
import { assignmentStateSchema, assignmentStates } from '../assignments/schema.ts';
import { waitReasonSchema } from '../enrollment/waits.ts';
import { failureSchema } from '../errors/failure.ts';
import { passkeyKindSchema } from '../passkeys/kinds.ts';
import { pasted, pastedOrEmpty } from '../text/pasted.ts';
import { userSchema } from '../users/schema.ts';

/** What an import reads, in this order. */
export const importPhases = ['users', 'groups', 'registrations'] as const;
export const importPhaseSchema = z.enum(importPhases);
export type ImportPhase = z.infer<typeof importPhaseSchema>;

const count = z.number().int().nonnegative();

/** What an import has brought so far. `registrations` are users whose methods were told in bulk. */
export const importCountsSchema = z.object({
  new: count,
  changed: count,
  left: count,
  groups: count,
  memberships: count,
  registrations: count,
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

/** A part that could not be read, and why; what was known of it before stays. */
export const refusedPhaseSchema = z.object({ phase: importPhaseSchema, failure: failureSchema });
export type RefusedPhase = z.infer<typeof refusedPhaseSchema>;

/** One step of an import, or its end. A stopped or failed one goes on where it was at the next start. */
export const importEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    phase: importPhaseSchema,
    full: z.boolean(),
    counts: importCountsSchema,
    /** Users, memberships and registrations read a second. */
    perSecond: z.number(),
    /** Null where Graph does not tell how much is to come. */
    secondsLeft: z.number().nullable(),
    /** Until when Keydesk waits before it asks Graph again (ISO 8601), and why; null where it goes on. */
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

/** What is here of the connected tenant's directory, and as of when. Times are ISO 8601; null where never read. */
export const directoryStateSchema = z.object({
  usersAt: z.string().nullable(),
  groupsAt: z.string().nullable(),
  registrationsAt: z.string().nullable(),
  users: count,
  leftUsers: count,
  /** An import was cut or stopped and will go on where it was. */
  unfinished: z.boolean(),
  /** Why the last import was cut, where it failed and none has gone on since. */
  failure: failureSchema.nullable(),
  /** Parts that the last import could not read, though it read the others. */
  refused: z.array(refusedPhaseSchema),
  /** This Keydesk imports right now. */
  importing: z.boolean(),
  /** Grows whenever anything of it changes. */
  version: count,
});
export type DirectoryState = z.infer<typeof directoryStateSchema>;
/** What of it is on the disk. */
export type StoredState = Omit<DirectoryState, 'importing'>;

export const userSorts = ['name', 'userPrincipalName', 'department', 'employeeId', 'firstSeen'] as const;

/** Which of the imported users, in which order. Absent filters let everybody through. */
export const userFilterSchema = z.object({
  /** Beginnings of words of name, user principal name, mail, employee id and department; all of them must be met. */
  search: pastedOrEmpty(256).default(''),
  /** Object id of a group; members of groups inside it count. */
  group: pasted(128).optional(),
  state: z.enum(['present', 'left']).default('present'),
  enabled: z.boolean().optional(),
  guest: z.boolean().optional(),
  /** Whether Entra holds a passkey for them; null for those of whom it is not known. */
  passkey: z.boolean().nullable().optional(),
  /** Users with a passkey of that kind. */
  passkeyKind: passkeyKindSchema.optional(),
  /** Users with an assignment in that state; `none`: without one that is not over. */
  assignment: z.enum(['none', ...assignmentStates]).optional(),
  sort: z.enum(userSorts).default('name'),
  descending: z.boolean().default(false),
});
export type UserFilter = z.infer<typeof userFilterSchema>;

/**
 * An imported user. `passkey`, whether there is one of any kind, and `passkeyKinds` are null where no report has told yet;
 * `passkeys` and `lastUsedAt` where the user's own list was
 * never read, or does not tell; `assignment` where none is live.
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

/** Rows from `offset` on. `total` is the number of all that match; a lower bound where `more`. */
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

/** One import of the past. */
export const importRecordSchema = z.object({
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  full: z.boolean(),
  counts: importCountsSchema,
  failure: failureSchema.nullable(),
});
export type ImportRecord = z.infer<typeof importRecordSchema>;

/** A copy of what a filter lets through: only those of some object ids, or all but those. */
export const userExportSchema = z.object({
  filter: userFilterSchema,
  format: z.enum(['csv', 'json']),
  only: z.array(z.string().max(128)).max(100_000).optional(),
  except: z.array(z.string().max(128)).max(100_000).optional(),
});
export type UserExport = z.infer<typeof userExportSchema>;
