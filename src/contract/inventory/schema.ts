import { z } from 'zod';
import { assignmentSchema } from '../assignments/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { cursorSchema } from '../text/paging.ts';
import { pastedOrEmpty, reference } from '../text/pasted.ts';

/**
 * `blank`: without an owner. `assigned`: a passkey is being created on it. `active`: it holds a user's live passkey.
 */
export const inventoryStates = ['blank', 'assigned', 'active', 'lost', 'retired'] as const;
export const inventoryStateSchema = z.enum(inventoryStates);
export type InventoryState = z.infer<typeof inventoryStateSchema>;

/**
 * How Keydesk recognizes a key. `serial`: by vendor and serial number. `credential`: by the passkeys that Keydesk
 * created on it. `model`: not at all. One row then represents all keys of the model that report no serial number and
 * hold no passkey of Keydesk.
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
  /** The owner, or the last owner of a lost or retired key. Null for a blank one. */
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  /** The id of that user's tenant, which may differ from the connected tenant. */
  tenant: z.string().nullable(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  /** When it was reported lost or retired. */
  markedAt: z.string().nullable(),
  /** Number of passkeys on it that still have to be deleted in Entra, in the connected tenant. */
  deletionsDue: z.number().int(),
  /**
   * When Keydesk learned that the random PIN of this key may never have been seen, so that no one may know it. In the
   * row of a model, that of one of its keys.
   */
  pinLostAt: z.string().nullable(),
  /** The same number for other tenants. Keydesk deletes those passkeys while it is connected to these tenants. */
  deletionsElsewhere: z.number().int(),
});
export type InventoryKey = z.infer<typeof inventoryKeySchema>;

export const inventoryFilterSchema = z.object({
  states: z.array(inventoryStateSchema).max(inventoryStates.length).optional(),
  /** Object id or user principal name of the owner. */
  user: reference(512).optional(),
  /** Matches anywhere in names, serial number, AAGUID and the user's names. */
  text: pastedOrEmpty(256).optional(),
});
export type InventoryFilter = z.infer<typeof inventoryFilterSchema>;

export const inventoryQuerySchema = inventoryFilterSchema.extend({
  /** The end of an earlier page of the same filter. */
  after: cursorSchema.optional(),
  limit: z.number().int().min(1).max(1000).default(100),
});
export type InventoryQuery = z.infer<typeof inventoryQuerySchema>;

export const inventoryPageSchema = z.object({
  keys: z.array(inventoryKeySchema),
  /** The value for `after`; absent on the last page. */
  next: z.string().optional(),
  total: z.number().int(),
  counts: z.record(inventoryStateSchema, z.number().int()),
  /**
   * Number of passkeys that still have to be deleted in the connected tenant, regardless of the filter. `finish`
   * deletes them.
   */
  deletionsDue: z.number().int(),
  /** The same number for each other tenant, by its id. */
  deletionsElsewhere: z.array(z.object({ tenant: z.string(), count: z.number().int() })),
});
export type InventoryPage = z.infer<typeof inventoryPageSchema>;

export const inventoryRefSchema = z.object({ id: reference(64) });

/** The result of reporting a key lost: each passkey on it, whether Entra has already deleted it, and why not. */
export const lostReportSchema = z.object({
  key: inventoryKeySchema,
  revoked: z.array(assignmentSchema),
});
export type LostReport = z.infer<typeof lostReportSchema>;

/** The state of deletions in Entra: those done now, those left, and the last failure. */
export const deletionsSchema = z.object({
  done: z.number().int(),
  due: z.number().int(),
  failure: failureSchema.nullable(),
});
export type Deletions = z.infer<typeof deletionsSchema>;

/** All keys that match a filter. */
export const inventoryExportSchema = z.object({ filter: inventoryFilterSchema, format: z.enum(['csv', 'json']) });
export type InventoryExport = z.infer<typeof inventoryExportSchema>;
