import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import {
  previewRequestSchema,
  previewSchema,
  runPageSchema,
  runQuerySchema,
  runSchema,
  workflowDetailsSchema,
  workflowDraftSchema,
  workflowDuplicateSchema,
  workflowRefSchema,
  workflowSchema,
} from './schema.ts';

/** Workflows, which assign passkeys automatically. */
export const workflowsContract = {
  /** Workflows of the connected tenant, the oldest first. */
  list: base.output(z.array(workflowSchema)),
  get: base.input(workflowRefSchema).output(workflowDetailsSchema),
  create: base.input(workflowDraftSchema).output(workflowSchema),
  /** Creates a new version. Earlier runs keep their version. */
  edit: base.input(workflowDraftSchema.extend(workflowRefSchema.shape)).output(workflowSchema),
  /** A disabled workflow ignores events. Enabling it again does not replay them. */
  setEnabled: base.input(workflowRefSchema.extend({ enabled: z.boolean() })).output(workflowSchema),
  duplicate: base.input(workflowDuplicateSchema).output(workflowSchema),
  /** Its run history stays. */
  delete: base.input(workflowRefSchema).output(nothing),
  /** Changes nothing. */
  preview: base.input(previewRequestSchema).output(previewSchema),
  /** Begins a pass through all users in the directory. */
  runNow: base.input(workflowRefSchema).output(nothing),
  runs: base.input(runQuerySchema).output(runPageSchema),
  /** Retries a run that needs attention. */
  retry: base.input(z.object({ n: z.number().int().positive() })).output(runSchema),
  /** Resolves when all events are handled. */
  work: base.output(nothing),
};
