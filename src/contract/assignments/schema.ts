import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { failureSchema } from '../errors/failure.ts';
import { cursorSchema } from '../text/paging.ts';
import { pasted, pastedOrEmpty, reference } from '../text/pasted.ts';

/**
 * The states of an assignment. `pending` waits for a key, `provisioning` is being created, `active` is registered in
 * Entra. The last three are final, except that a failed one may become pending again.
 */
export const assignmentStates = [
  'pending',
  'provisioning',
  'active',
  'failed',
  'revoked',
  'expired',
  'cancelled',
] as const;
export const assignmentStateSchema = z.enum(assignmentStates);
export type AssignmentState = z.infer<typeof assignmentStateSchema>;

/** The states in which an assignment occupies its purpose for the user. */
export const liveStates = ['pending', 'provisioning', 'active', 'failed'] as const satisfies readonly AssignmentState[];

/** A user has at most one live primary and one live backup. Further passkeys are `additional`. */
export const assignmentPurposes = ['primary', 'backup', 'additional'] as const;
export const assignmentPurposeSchema = z.enum(assignmentPurposes);
export type AssignmentPurpose = z.infer<typeof assignmentPurposeSchema>;

export const assignmentSources = ['desk', 'workflow', 'import'] as const;

/** Why an assignment is in its state, if the reason is not a failure. */
export const assignmentReasons = [
  'assigned',
  'enrolment-started',
  'registered',
  'registered-unproven',
  'adopted',
  'enrolment-failed',
  'enrolment-cancelled',
  'enrolment-interrupted',
  'retried',
  'cancelled-by-staff',
  'expired',
  'passkey-deleted',
  'revoked-by-staff',
  'key-lost',
  'key-retired',
  'key-returned',
  'key-reset',
  'credential-deleted',
  'assigned-elsewhere',
  'replaced',
] as const;
export const assignmentReasonSchema = z.enum(assignmentReasons);
export type AssignmentReason = z.infer<typeof assignmentReasonSchema>;

/**
 * What the last import found about the account of the user of an assignment that has not ended. `left`: it was deleted in
 * Entra. `disabled`: nobody can sign in with it.
 */
export const userAccounts = ['left', 'disabled'] as const;
export const userAccountSchema = z.enum(userAccounts);
export type UserAccount = z.infer<typeof userAccountSchema>;

const named = z.object({ id: z.string(), name: z.string() });

/** One passkey that a user should have, or had. Times are ISO 8601. Ids from Graph are unchanged. */
export const assignmentSchema = z.object({
  id: z.string(),
  /**
   * The id of its tenant. Lists contain only assignments of the connected tenant. A key may hold passkeys of several
   * tenants.
   */
  tenant: z.string(),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }),
  purpose: assignmentPurposeSchema,
  state: assignmentStateSchema,
  source: z.enum(assignmentSources),
  workflow: named.nullable(),
  /** The workflow's group. */
  group: named.nullable(),
  /** The key that holds the passkey. `id` is the id in the inventory. */
  key: z
    .object({
      id: z.string().nullable(),
      product: z.string().nullable(),
      serial: z.string().nullable(),
      aaguid: z.string(),
    })
    .nullable(),
  passkeyName: z.string().nullable(),
  methodId: z.string().nullable(),
  /** base64url */
  credentialId: z.string().nullable(),
  reason: assignmentReasonSchema,
  failure: failureSchema.nullable(),
  /**
   * Whether the passkey of a revoked assignment still has to be deleted in Entra, and why the deletion failed so far.
   */
  deletion: z.object({ done: z.boolean(), failure: failureSchema.nullable() }).nullable(),
  /** Null if nothing is known against the user's account. */
  account: userAccountSchema.nullable(),
  /** When an import found that. */
  accountAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  activatedAt: z.string().nullable(),
  /** When a pending assignment expires. */
  expiresAt: z.string().nullable(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** The passkey was erased from its key. Entra keeps it until a person deletes it there. */
export const erasedReasons = ['key-reset', 'credential-deleted'] as const satisfies readonly AssignmentReason[];
export type ErasedReason = (typeof erasedReasons)[number];

/**
 * Returns whether Entra may still have the erased passkey of an assignment, and no person has decided yet to delete it
 * there.
 */
export function offersDeletion({ state, reason, deletion, methodId }: Assignment): boolean {
  const erased: readonly AssignmentReason[] = erasedReasons;
  return state === 'revoked' && erased.includes(reason) && deletion === null && methodId !== null;
}

/** The times of an assignment: of its last change, of the assignment itself, and when its passkey became active. */
export const assignmentTimes = ['updated', 'created', 'activated'] as const;
export type AssignmentTime = (typeof assignmentTimes)[number];

/** A filter. An assignment must match every member. */
export const assignmentFilterSchema = z.object({
  states: z.array(assignmentStateSchema).max(assignmentStates.length).optional(),
  /** Assignments that have not ended, whose user has left or is disabled. */
  accounts: z.array(userAccountSchema).max(userAccounts.length).optional(),
  /** Object id or user principal name of one user. */
  user: reference(512).optional(),
  /** Matches anywhere in the user's names, the name of the passkey, key or workflow. */
  text: pastedOrEmpty(256).optional(),
  /** Serial number, AAGUID or inventory id. */
  key: reference(256).optional(),
  /** Object id of a group. Includes users of nested groups, as imported. */
  group: reference(128).optional(),
  workflow: reference(128).optional(),
  /** The code of the failure; `none` matches failures without one. Includes only failed assignments. */
  cause: pasted(128).optional(),
  /** Which time `from` and `to` mean. Default: `updated`. `activated` includes only passkeys that were active once. */
  time: z.enum(assignmentTimes).optional(),
  /** `from` is inclusive, `to` is exclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AssignmentFilter = z.infer<typeof assignmentFilterSchema>;

/** The orders of a list. `state` is the order of `assignmentStates`, and the last changed come first within a state. */
export const assignmentSorts = ['updated', 'created', 'user', 'state', 'key', 'source'] as const;
export type AssignmentSort = (typeof assignmentSorts)[number];

/** Without an order, the most recently changed assignments come first. */
export const assignmentQuerySchema = assignmentFilterSchema.extend({
  sort: z.enum(assignmentSorts).optional(),
  /** Default: true for the orders by time, false for the others. */
  descending: z.boolean().optional(),
  /** The end of an earlier page of the same filter. */
  after: cursorSchema.optional(),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type AssignmentQuery = z.infer<typeof assignmentQuerySchema>;

/**
 * `counts` are by state, for all assignments that match the rest of the filter. `accounts` counts those of users who have
 * left or are disabled, whatever the states and accounts of the filter.
 */
export const assignmentPageSchema = z.object({
  assignments: z.array(assignmentSchema),
  /** The value for `after`; absent on the last page. */
  next: z.string().optional(),
  total: z.number().int(),
  counts: z.record(assignmentStateSchema, z.number().int()),
  accounts: z.record(userAccountSchema, z.number().int()),
  /** All workflows that ever assigned a passkey, for the filter. */
  workflows: z.array(named),
});
export type AssignmentPage = z.infer<typeof assignmentPageSchema>;

/** Without a purpose, the first free one of primary and backup is used. `expiresAt` must be in the future. */
export const assignRequestSchema = z.object({
  user: reference(512),
  purpose: z.enum(['primary', 'backup']).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type AssignRequest = z.infer<typeof assignRequestSchema>;

export const assignmentRefSchema = z.object({ id: reference(64) });

/** What can be done with many assignments at once. `assign` gives their users an assignment again. */
export const bulkActions = ['assign', 'cancel', 'retry'] as const;
export type BulkAction = (typeof bulkActions)[number];

/** Maximum number of assignments that a person names one by one. */
export const MAX_NAMED = 10_000;
const named10k = z.array(reference(64)).max(MAX_NAMED);

/** Some assignments by their ids, or all that match a filter when the work begins, except some. */
export const assignmentChoiceSchema = z.union([
  z.object({ ids: named10k.min(1) }),
  z.object({ filter: assignmentFilterSchema, except: named10k.optional() }),
]);
export type AssignmentChoice = z.infer<typeof assignmentChoiceSchema>;

export const bulkRequestSchema = z.object({ action: z.enum(bulkActions), which: assignmentChoiceSchema });
export type BulkRequest = z.infer<typeof bulkRequestSchema>;

/** `unchanged`: nothing was to be done, for example because an interrupted run has done it already. */
export const bulkRowSchema = z.object({
  id: z.string(),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  outcome: z.enum(['done', 'unchanged', 'failed']),
  failure: failureSchema.nullable(),
});
export type BulkRow = z.infer<typeof bulkRowSchema>;

/** A part of the rows in their order, and how far the work is. The last part has `done` equal to `total`. */
export const bulkPartSchema = z.object({
  rows: z.array(bulkRowSchema),
  done: z.number().int(),
  total: z.number().int(),
});
export type BulkPart = z.infer<typeof bulkPartSchema>;

export const assignmentFormats = ['csv', 'json', 'pdf'] as const;
/** All assignments that match a filter. `pdf` is a report for printing, as base64. */
/** The language of a report. The other formats do not depend on it. */
export const assignmentExportSchema = z.object({
  filter: assignmentFilterSchema,
  format: z.enum(assignmentFormats),
  language: z.enum(languages).default('en'),
});
export type AssignmentExport = z.infer<typeof assignmentExportSchema>;
