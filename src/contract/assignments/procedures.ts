import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from '../procedure.ts';
import {
  assignmentExportSchema,
  assignmentPageSchema,
  assignmentQuerySchema,
  assignmentRefSchema,
  assignmentSchema,
  assignRequestSchema,
  bulkPartSchema,
  bulkRequestSchema,
} from './schema.ts';

/** The passkeys that users should have, and the state of each. Works without the network. */
export const assignmentsContract = {
  list: base.input(assignmentQuerySchema).output(assignmentPageSchema),
  assign: base.input(assignRequestSchema).output(assignmentSchema),
  cancel: base.input(assignmentRefSchema).output(assignmentSchema),
  /** A failed assignment waits for a key again. */
  retry: base.input(assignmentRefSchema).output(assignmentSchema),
  /** Also deletes the passkey in Entra. */
  revoke: base.input(assignmentRefSchema).output(assignmentSchema),
  /** Deletes a passkey in Entra that was erased from its key. */
  deleteErased: base.input(assignmentRefSchema).output(assignmentSchema),
  /**
   * Does the same with many assignments. Each one has its own outcome. If the caller aborts, the rest stays as it is: the same call does the
   * rest, and reports what was done before as unchanged.
   */
  bulk: base.input(bulkRequestSchema).output(eventIterator(bulkPartSchema)),
  /** Chunks of one text. A PDF is base64. */
  export: base.input(assignmentExportSchema).output(eventIterator(z.string())),
};
