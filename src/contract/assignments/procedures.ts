import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  deletionsSchema,
  inventoryExportSchema,
  inventoryKeySchema,
  inventoryPageSchema,
  inventoryQuerySchema,
  inventoryRefSchema,
  lostReportSchema,
} from '../inventory/schema.ts';
import { keyRefSchema } from '../keys/management.ts';
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

/** Every security key that was ever plugged in. */
export const inventoryContract = {
  list: base.input(inventoryQuerySchema).output(inventoryPageSchema),
  get: base.input(inventoryRefSchema).output(inventoryKeySchema),
  /** Which of them a plugged-in key is: the key is asked, and that it was seen is noted. */
  plugged: base.input(keyRefSchema).output(inventoryKeySchema),
  /** Marks the key, revokes its passkeys and deletes them in Entra, now or as soon as that can be reached. */
  reportLost: base.input(inventoryRefSchema).output(lostReportSchema),
  retire: base.input(inventoryRefSchema).output(lostReportSchema),
  restore: base.input(inventoryRefSchema).output(inventoryKeySchema),
  /** Deletes in Entra what is still due. */
  finish: base.output(deletionsSchema),
  export: base.input(inventoryExportSchema).output(eventIterator(z.string())),
};
