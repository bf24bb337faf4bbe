import { z } from 'zod';
import { userFilterSchema } from '../directory/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { cursorSchema } from '../text/paging.ts';
import { pasted, reference } from '../text/pasted.ts';

/**
 * The states of a batch. A `draft` was created and not run yet. A `paused` one was stopped, or its Keydesk ended. A
 * `finished` one has no row that waits.
 */
export const batchStates = ['draft', 'running', 'paused', 'finished'] as const;
export type BatchState = (typeof batchStates)[number];

/**
 * The states of a row. `waiting` was not checked yet. `preparing` is being checked. `waiting-for-key` may get its key.
 * `enrolling` has one. The last three are ends; `failed` and `skipped` can be retried.
 */
export const rowStates = ['waiting', 'preparing', 'waiting-for-key', 'enrolling', 'done', 'failed', 'skipped'] as const;
export const rowStateSchema = z.enum(rowStates);
export type RowState = (typeof rowStates)[number];

/** The states of rows that can be put back. */
export const retriedStates = ['failed', 'skipped'] as const;
export type RetriedState = (typeof retriedStates)[number];

/** What happens to users who have a security key: no other one, one more, or one instead of it. */
export const existingKeyChoices = ['skip', 'add', 'replace'] as const;

/** What a column of a file is. A user is a user principal name, a mail address, an employee id or an object id. */
export const batchColumns = ['user', 'serial', 'name', 'profile'] as const;
export type BatchColumn = (typeof batchColumns)[number];

/** One row of a file or list, as a person wrote it. `line` is its first line in the file, from 1. */
export const rowInputSchema = z.object({
  line: z.number().int().positive(),
  user: reference(512),
  serial: pasted(128).nullable(),
  /** The name of the passkey. */
  name: pasted(120).nullable(),
  /** A profile by id or name. */
  profile: reference(64).nullable(),
});
export type RowInput = z.infer<typeof rowInputSchema>;

/** Why a line of a file is not a row. */
export const unreadReasons = [
  'no-user',
  'too-long',
  'quotes-open',
  'quotes-stray',
  'formula',
  'too-many-cells',
  'bad-name',
] as const;
export type UnreadReason = (typeof unreadReasons)[number];
export const unreadLineSchema = z.object({
  line: z.number().int().positive(),
  reason: z.enum(unreadReasons),
  /** The beginning of the line. */
  text: z.string(),
});
export type UnreadLine = z.infer<typeof unreadLineSchema>;

/** A file that was read: its columns in order, and its rows by the columns that were recognized or chosen. */
export const readFileSchema = z.object({
  /** Whether the first line has headings, and is not a row. */
  hasHeadings: z.boolean(),
  /** The headings of the file; texts such as A, B if it has none. */
  headings: z.array(z.string()),
  columns: z.array(z.enum(batchColumns).nullable()),
  rows: z.array(rowInputSchema),
  unread: z.array(unreadLineSchema),
});
export type BatchFile = z.infer<typeof readFileSchema>;

/** The largest file, in bytes, and the largest number of rows. */
export const MAX_FILE = 20 * 1024 * 1024;
export const MAX_ROWS = 50_000;

/** Maximum number of users that a person leaves out of a filter one by one. */
const MAX_EXCEPT = 10_000;

/** What a person chose for a file: its columns in order, and whether its first line has headings. Default: recognized. */
export const fileChoicesSchema = z.object({
  columns: z.array(z.enum(batchColumns).nullable()).max(200).optional(),
  hasHeadings: z.boolean().optional(),
});
export type FileChoices = z.infer<typeof fileChoicesSchema>;

/**
 * Where the users of a batch come from. The core refuses more than MAX_ROWS users of any source. `upload` is a file that batches.upload received. `pending` are the users with a
 * pending assignment.
 */
export const batchSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), rows: z.array(rowInputSchema).min(1) }),
  z.object({ kind: z.literal('upload'), upload: reference(64), ...fileChoicesSchema.shape }),
  z.object({ kind: z.literal('group'), groupId: reference(128) }),
  z.object({ kind: z.literal('pending') }),
  /** All imported users that match a filter when the batch is created, except some by object id. */
  z.object({
    kind: z.literal('filter'),
    filter: userFilterSchema,
    except: z.array(reference(128)).max(MAX_EXCEPT).optional(),
  }),
]);

/** Maximum number of characters of a batch's name. */
export const MAX_BATCH_NAME = 120;

export const batchCreateSchema = z.object({
  /** Default: the name of its group, or the time. */
  name: pasted(MAX_BATCH_NAME).optional(),
  source: batchSourceSchema,
  existing: z.enum(existingKeyChoices).default('skip'),
  /** For rows without a profile of their own, by id or name. Default: as for an enrollment. */
  profile: reference(64).optional(),
});
export type BatchCreate = z.infer<typeof batchCreateSchema>;

const count = z.number().int().nonnegative();

/** Returns the number of rows that have not ended. */
export function openRows(counts: Readonly<Record<RowState, number>>): number {
  return counts.waiting + counts.preparing + counts['waiting-for-key'] + counts.enrolling;
}

/** A batch of the connected tenant, with the number of rows in each state. Times are ISO 8601 in UTC. */
export const batchSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(batchStates),
  existing: z.enum(existingKeyChoices),
  profile: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  rows: count,
  counts: z.record(rowStateSchema, count),
  /** The rows that wait for a key and were checked with the last import only, because the policy or the rights could not be read. */
  checkedInPart: count,
  /** The PINs that are kept until the hand-over. */
  pinsKept: count,
});
export type Batch = z.infer<typeof batchSchema>;

/** One row of a batch. Members that are not known yet are null. */
export const batchRowSchema = z.object({
  id: z.string(),
  line: z.number().int(),
  /** As it was written. */
  typed: z.string(),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  /** The serial number that the key must have. */
  serial: z.string().nullable(),
  name: z.string().nullable(),
  profile: z.string().nullable(),
  state: rowStateSchema,
  /** Why it failed or was skipped. */
  error: failureSchema.nullable(),
  key: z.object({ product: z.string().nullable(), serial: z.string().nullable(), aaguid: z.string() }).nullable(),
  methodId: z.string().nullable(),
  enrollmentId: z.string().nullable(),
  note: z.string().nullable(),
  /** Whether a PIN of it is kept, sealed or in memory, until it is handed over. */
  pinKept: z.boolean(),
  handedOverAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type BatchRow = z.infer<typeof batchRowSchema>;

/**
 * How a batch went. `causes`: rows that have no key, by the code of their error, with the error of one of them; null if a person skipped them. `secondsPerKey` is the
 * average from the start of a row to its end; null if no row is done. Times are ISO 8601 in UTC.
 */
export const batchSummarySchema = z.object({
  made: count,
  handedOver: count,
  secondsPerKey: z.number().nullable(),
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  causes: z.array(z.object({ state: z.enum(['failed', 'skipped']), count, example: failureSchema.nullable() })),
});
export type BatchSummary = z.infer<typeof batchSummarySchema>;

export const batchRefSchema = z.object({ id: reference(64) });
export const rowRefSchema = z.object({ id: reference(64), rowId: reference(64) });

/** The rows of a batch in the order of their lines. */
export const rowQuerySchema = z.object({
  id: reference(64),
  states: z.array(rowStateSchema).max(rowStates.length).optional(),
  limit: z.number().int().min(1).max(1000).default(200),
  after: cursorSchema.optional(),
  /** Skips this number of rows. */
  offset: z.number().int().nonnegative().default(0),
});
export type RowQuery = z.infer<typeof rowQuerySchema>;
export const rowPageSchema = z.object({ rows: z.array(batchRowSchema), next: z.string().optional() });
