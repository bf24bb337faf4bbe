import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { failureSchema } from '../errors/failure.ts';
import { type PasskeyKind, passkeyKindSchema } from '../passkeys/kinds.ts';
import { pasted, reference } from '../text/pasted.ts';

/** What starts a workflow. */
export const workflowTriggers = ['user-imported', 'security-key-activated'] as const;
export type WorkflowTrigger = (typeof workflowTriggers)[number];

/** What a workflow does for users who already have a passkey. */
export const existingChoices = ['skip', 'backup'] as const;
export type ExistingChoice = (typeof existingChoices)[number];

const count = z.number().int().nonnegative();
const groupSchema = z.object({ id: reference(128), name: z.string().max(256) });
const ref = reference(64);

/** A user who gets a security key may also have a passkey on a phone or in Windows Hello. */
export const countedByDefault: PasskeyKind[] = ['security-key'];

/** The fields of the wizard. No group means all users. */
export const workflowDraftSchema = z.object({
  name: pasted(120),
  group: groupSchema.nullable(),
  trigger: z.enum(workflowTriggers),
  existing: z.enum(existingChoices),
  /** The kinds of passkey that count as an existing passkey. */
  counted: z.array(passkeyKindSchema).min(1).default(countedByDefault),
});
export type WorkflowDraft = z.infer<typeof workflowDraftSchema>;
/** The same before defaults are applied. */
export type WorkflowInput = z.input<typeof workflowDraftSchema>;

/** Number of runs in each state. */
const runCountsSchema = z.object({
  assigned: count,
  registered: count,
  skipped: count,
  retrying: count,
  attention: count,
});

/** A workflow of the connected tenant. `group-missing`: its group is not in the imported directory, so it matches no user. */
export const workflowSchema = workflowDraftSchema.extend({
  id: z.string(),
  version: z.number().int(),
  tenant: z.string(),
  state: z.enum(['enabled', 'disabled', 'group-missing']),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastRunAt: z.string().nullable(),
  counts: runCountsSchema,
});
export type Workflow = z.infer<typeof workflowSchema>;

export const workflowRefSchema = z.object({ id: ref });

/** The language of the copy's name. */
export const workflowDuplicateSchema = workflowRefSchema.extend({ language: z.enum(languages).default('en') });
/** One workflow with all its versions, the newest first. */
export const workflowDetailsSchema = z.object({
  workflow: workflowSchema,
  versions: z.array(workflowDraftSchema.extend({ version: z.number().int(), at: z.string() })),
});
export type WorkflowDetails = z.infer<typeof workflowDetailsSchema>;

/** Why a run assigned nothing, or why its assignment ended. */
export const skipReasons = [
  'has-passkey',
  'has-backup',
  'already-assigned',
  'guest',
  'disabled',
  'left',
  'not-in-group',
  'older-workflow',
  'assignment-cancelled',
  'assignment-expired',
  'passkey-revoked',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/**
 * `assigned` waits for a key, `registered` is in Entra, `skipped` has its reason, `retrying` is retried automatically,
 * `attention` failed and waits for a person.
 */
export const runStates = ['assigned', 'registered', 'skipped', 'retrying', 'attention'] as const;
export type RunState = (typeof runStates)[number];

/** What one workflow did for one user on one occasion. */
export const runSchema = z.object({
  n: z.number().int(),
  workflowId: z.string(),
  workflowName: z.string(),
  version: z.number().int(),
  /** An event, or a person who chose **Run now**. */
  occasion: z.enum(['event', 'run-now']),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }),
  state: z.enum(runStates),
  reason: z.enum(skipReasons).nullable(),
  /** The older workflow, if that is the reason. */
  olderWorkflow: z.string().nullable(),
  assignmentId: z.string().nullable(),
  failure: failureSchema.nullable(),
  attempts: count,
  nextAt: z.string().nullable(),
  at: z.string(),
  updatedAt: z.string(),
});
export type Run = z.infer<typeof runSchema>;

/** Newest first, starting before a place in the list. */
export const runQuerySchema = z.object({
  workflowId: ref.optional(),
  /** Object id or user principal name. */
  user: reference(512).optional(),
  state: z.enum(runStates).optional(),
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(500).default(50),
});
export type RunQuery = z.infer<typeof runQuerySchema>;

export const runPageSchema = z.object({ runs: z.array(runSchema), next: z.number().int().optional() });
export type RunPage = z.infer<typeof runPageSchema>;

/**
 * Which users a workflow would affect if it ran now. `id`: an existing workflow, to find the workflows that are older.
 */
export const previewRequestSchema = workflowDraftSchema.omit({ name: true }).extend({ id: ref.optional() });
export type PreviewRequest = z.input<typeof previewRequestSchema>;

export const previewSchema = z.object({
  /** Number of imported users in the group, or of all. */
  users: count,
  primary: count,
  backup: count,
  skipped: z.partialRecord(z.enum(skipReasons), count),
  /** When the directory was imported; null if never. */
  asOf: z.string().nullable(),
});
export type Preview = z.infer<typeof previewSchema>;
