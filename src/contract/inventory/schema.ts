import { z } from 'zod';
import { assignmentSchema } from '../assignments/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { cursorSchema } from '../text/paging.ts';
import { pasted, pastedOrEmpty } from '../text/pasted.ts';

/** `blank`: without an owner. `assigned`: a passkey is being made on it. `active`: it holds somebody's live passkey. */
export const inventoryStates = ['blank', 'assigned', 'active', 'lost', 'retired'] as const;
export const inventoryStateSchema = z.enum(inventoryStates);
export type InventoryState = z.infer<typeof inventoryStateSchema>;

/**
 * How a key is recognized: `serial` by maker and serial number; `credential` by the passkeys that Keydesk made on it;
 * `model` not at all: one row stands for all keys of the model that tell no serial number and hold none of our passkeys.
 */
export const identifiedBySchema = z.enum(['serial', 'credential', 'model']);
export type IdentifiedBy = z.infer<typeof identifiedBySchema>;

/** One security key that was ever plugged in. */
export const inventoryKeySchema = z.object({
  id: z.string(),
  identifiedBy: identifiedBySchema,
  product: z.string().nullable(),
  manufacturer: z.string().nullable(),
  /** The model's name in the list of key models. */
  model: z.string().nullable(),
  serial: z.string().nullable(),
  vendorId: z.number().int().nullable(),
  productId: z.number().int().nullable(),
  /** Null for a key that was seen but never opened. */
  aaguid: z.string().nullable(),
  firmwareVersion: z.number().int().nullable(),
  state: inventoryStateSchema,
  /** Whose it is; of a lost or retired one, whose it was last. Null for a blank one. */
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  /** The id of that user's tenant, which may be another one than the connected. */
  tenant: z.string().nullable(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  /** When it was reported lost or retired. */
  markedAt: z.string().nullable(),
  /** Passkeys on it that Entra still has to delete in the connected tenant. */
  deletionsDue: z.number().int(),
  /**
   * Since when it is known that the random PIN of this key was perhaps never seen, so that no one may know it; in the line of a model,
   * that of one of its keys.
   */
  pinLostAt: z.string().nullable(),
  /** The same in other tenants: Keydesk deletes them while it is connected to those. */
  deletionsElsewhere: z.number().int(),
});
export type InventoryKey = z.infer<typeof inventoryKeySchema>;

export const inventoryFilterSchema = z.object({
  states: z.array(inventoryStateSchema).max(inventoryStates.length).optional(),
  /** Object id or user principal name of the owner. */
  user: pasted(512).optional(),
  /** Anywhere in names, serial number, AAGUID and the user's names. */
  text: pastedOrEmpty(256).optional(),
});
export type InventoryFilter = z.infer<typeof inventoryFilterSchema>;

export const inventoryQuerySchema = inventoryFilterSchema.extend({
  /** Where a page of the same filter ended. */
  after: cursorSchema.optional(),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type InventoryQuery = z.infer<typeof inventoryQuerySchema>;

export const inventoryPageSchema = z.object({
  keys: z.array(inventoryKeySchema),
  /** For `after`; absent on the last page. */
  next: z.string().optional(),
  total: z.number().int(),
  counts: z.record(inventoryStateSchema, z.number().int()),
  /** Passkeys that Entra still has to delete in the connected tenant, whatever the filter: what `finish` tries. */
  deletionsDue: z.number().int(),
  /** The same in each other tenant, by its id. */
  deletionsElsewhere: z.array(z.object({ tenant: z.string(), count: z.number().int() })),
});
export type InventoryPage = z.infer<typeof inventoryPageSchema>;

export const inventoryRefSchema = z.object({ id: pasted(64) });

/** What reporting a key lost has done: each passkey on it, whether Entra has deleted it already, and why not. */
export const lostReportSchema = z.object({
  key: inventoryKeySchema,
  revoked: z.array(assignmentSchema),
});
export type LostReport = z.infer<typeof lostReportSchema>;

/** How the passkeys that Entra still has to delete stand: those done now, those left, and the last thing that stood in the way. */
export const deletionsSchema = z.object({
  done: z.number().int(),
  due: z.number().int(),
  failure: failureSchema.nullable(),
});
export type Deletions = z.infer<typeof deletionsSchema>;

/** A copy of what a filter lets through. */
export const inventoryExportSchema = z.object({ filter: inventoryFilterSchema, format: z.enum(['csv', 'json']) });
export type InventoryExport = z.infer<typeof inventoryExportSchema>;
