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
  /** Returns the inventory entry of a plugged-in key. Opens the key, and records that it was seen. */
  plugged: base.input(keyRefSchema).output(inventoryKeySchema),
  /** Marks the key as lost, revokes its passkeys and deletes them in Entra, now or as soon as Entra can be reached. */
  reportLost: base.input(inventoryRefSchema).output(lostReportSchema),
  retire: base.input(inventoryRefSchema).output(lostReportSchema),
  /** The user has given the key back: revokes its passkeys, deletes them in Entra, and lets another user have the key. */
  takeBack: base.input(inventoryRefSchema).output(lostReportSchema),
  restore: base.input(inventoryRefSchema).output(inventoryKeySchema),
  /** Performs the remaining deletions in Entra. */
  finish: base.output(deletionsSchema),
  export: base.input(inventoryExportSchema).output(eventIterator(z.string())),
};
