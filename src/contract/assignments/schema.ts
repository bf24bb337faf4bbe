import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { failureSchema } from '../errors/failure.ts';
import { cursorSchema } from '../text/paging.ts';
import { pasted, pastedOrEmpty } from '../text/pasted.ts';

/**
 * How far a passkey that somebody is to have has come. `pending` waits for a key, `provisioning` is being made, `active` is
 * registered in Entra. The last three are ends; a failed one may become pending again.
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

/** The states in which a user's place for a purpose is taken. */
export const liveStates = ['pending', 'provisioning', 'active', 'failed'] as const satisfies readonly AssignmentState[];

/** A user has one live primary and one live backup at most; what is made beyond those is `additional`. */
export const assignmentPurposes = ['primary', 'backup', 'additional'] as const;
export const assignmentPurposeSchema = z.enum(assignmentPurposes);
export type AssignmentPurpose = z.infer<typeof assignmentPurposeSchema>;

export const assignmentSources = ['desk', 'workflow', 'import'] as const;

/** Why an assignment is in its state, where no failure says it. */
export const assignmentReasons = [
  'assigned',
  'enrolment-started',
  'registered',
  'registered-unproven',
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
  'key-reset',
  'credential-deleted',
] as const;
export const assignmentReasonSchema = z.enum(assignmentReasons);
export type AssignmentReason = z.infer<typeof assignmentReasonSchema>;

const named = z.object({ id: z.string(), name: z.string() });

/** One passkey that a user is to have, or had. Times are ISO 8601, ids of Graph's as Graph tells them. */
export const assignmentSchema = z.object({
  id: z.string(),
  /** The id of its tenant. Lists have those of the connected one only; a key may hold passkeys of several. */
  tenant: z.string(),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }),
  purpose: assignmentPurposeSchema,
  state: assignmentStateSchema,
  source: z.enum(assignmentSources),
  workflow: named.nullable(),
  /** The group that the workflow is about. */
  group: named.nullable(),
  /** The key that holds it; `id` is that of the inventory. */
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
  /** Whether Entra still has to be told to delete the passkey of a revoked one, and why that did not work yet. */
  deletion: z.object({ done: z.boolean(), failure: failureSchema.nullable() }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  activatedAt: z.string().nullable(),
  /** When a pending one ends by itself. */
  expiresAt: z.string().nullable(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** The passkey was erased from its key; Entra keeps it until a person deletes it there. */
export const erasedReasons = ['key-reset', 'credential-deleted'] as const satisfies readonly AssignmentReason[];
export type ErasedReason = (typeof erasedReasons)[number];

/** Returns whether Entra may still have the erased passkey of an assignment, and no person has decided to delete it there. */
export function offersDeletion({ state, reason, deletion, methodId }: Assignment): boolean {
  const erased: readonly AssignmentReason[] = erasedReasons;
  return state === 'revoked' && erased.includes(reason) && deletion === null && methodId !== null;
}

/** Which assignments. All of it must hold. */
export const assignmentFilterSchema = z.object({
  states: z.array(assignmentStateSchema).max(assignmentStates.length).optional(),
  /** Object id or user principal name of one user. */
  user: pasted(512).optional(),
  /** Anywhere in the user's names, the name of the passkey, key or workflow. */
  text: pastedOrEmpty(256).optional(),
  /** Serial number, AAGUID or inventory id. */
  key: pasted(256).optional(),
  /** Object id of a group that the user is in by any way, as imported. */
  group: pasted(128).optional(),
  workflow: pasted(128).optional(),
  /** Changed from this moment on, and before that one. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AssignmentFilter = z.infer<typeof assignmentFilterSchema>;

/** Those that changed last come first. */
export const assignmentQuerySchema = assignmentFilterSchema.extend({
  /** Where a page of the same filter ended. */
  after: cursorSchema.optional(),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type AssignmentQuery = z.infer<typeof assignmentQuerySchema>;

/** `counts` are by state, of all that the rest of the filter lets through. */
export const assignmentPageSchema = z.object({
  assignments: z.array(assignmentSchema),
  /** For `after`; absent on the last page. */
  next: z.string().optional(),
  total: z.number().int(),
  counts: z.record(assignmentStateSchema, z.number().int()),
  /** The workflows that ever assigned something, for the filter. */
  workflows: z.array(named),
});
export type AssignmentPage = z.infer<typeof assignmentPageSchema>;

/** Without a purpose the first free one of primary and backup. `expiresAt` must be to come. */
export const assignRequestSchema = z.object({
  user: pasted(512),
  purpose: z.enum(['primary', 'backup']).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type AssignRequest = z.infer<typeof assignRequestSchema>;

export const assignmentRefSchema = z.object({ id: pasted(64) });

export const assignmentFormats = ['csv', 'json', 'pdf'] as const;
/** A copy of what a filter lets through; `pdf` is a report to be printed, as base64. */
/** `language` is that of a report, which people read; the other formats do not depend on it. */
export const assignmentExportSchema = z.object({
  filter: assignmentFilterSchema,
  format: z.enum(assignmentFormats),
  language: z.enum(languages).default('en'),
});
export type AssignmentExport = z.infer<typeof assignmentExportSchema>;
