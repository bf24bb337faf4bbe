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
} from './schema.ts';

/** Which passkeys users are to have, and how far each has come. All of it is there without the network. */
export const assignmentsContract = {
  list: base.input(assignmentQuerySchema).output(assignmentPageSchema),
  assign: base.input(assignRequestSchema).output(assignmentSchema),
  cancel: base.input(assignmentRefSchema).output(assignmentSchema),
  /** A failed one waits for a key again. */
  retry: base.input(assignmentRefSchema).output(assignmentSchema),
  /** Deletes the passkey in Entra too. */
  revoke: base.input(assignmentRefSchema).output(assignmentSchema),
  /** Deletes in Entra the passkey of one that was erased from its key. */
  deleteErased: base.input(assignmentRefSchema).output(assignmentSchema),
  /** In parts of one text; a PDF is base64. */
  export: base.input(assignmentExportSchema).output(eventIterator(z.string())),
};
