import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { keyRefSchema } from '../keys/management.ts';
import { base } from '../procedure.ts';
import {
  deletionsSchema,
  inventoryExportSchema,
  inventoryKeySchema,
  inventoryPageSchema,
  inventoryQuerySchema,
  inventoryRefSchema,
  lostReportSchema,
} from './schema.ts';

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
