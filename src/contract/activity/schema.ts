import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { cleanPasted, pastedOrEmpty, reference } from '../text/pasted.ts';

/** The kinds of entries in the activity log. A new kind needs only its words in the catalogs. */
export const activityKinds = [
  'enrollment-done',
  'enrollment-failed',
  'enrollment-recovered',
  'enrollment-conflict',
  'pin-never-seen',
  'leftover-removed',
  'leftover-discarded',
  'passkey-deleted',
  'key-pin-set',
  'key-pin-changed',
  'key-configured',
  'key-reset',
  'key-credential-deleted',
  'fingerprint-enrolled',
  'fingerprint-renamed',
  'fingerprint-removed',
  'settings-changed',
  'data-folder-secured',
  'backup-made',
  'connection-changed',
  'connection-added',
  'connection-removed',
  'connection-credential-changed',
  'signed-in',
  'signed-out',
  'metadata-updated',
  'directory-imported',
  'passkey-assigned',
  'assignment-changed',
  'assignment-user-changed',
  'key-reported-lost',
  'key-retired',
  'key-returned',
  'key-restored',
  'key-activated',
  'activation-failed',
  'activation-code-made',
  'activation-code-withdrawn',
  'activation-code-refused',
  'workflow-created',
  'workflow-changed',
  'workflow-enabled',
  'workflow-disabled',
  'workflow-deleted',
  'workflow-run-now',
  'workflow-run-retried',
  'webhook-added',
  'webhook-changed',
  'webhook-removed',
  'webhook-secret-rotated',
  'webhook-tested',
  'webhook-disabled',
  'webhook-given-up',
  'webhook-sent-again',
  'batch-created',
  'batch-started',
  'batch-deleted',
  'batch-pin-shown',
  'batch-handed-over',
  'batch-pin-printed',
  'batch-pin-copied',
  'batch-pin-exported',
  'deferred-fetched',
  'deferred-key-made',
  'deferred-uploaded',
  'profile-created',
  'profile-changed',
  'profile-deleted',
  'record-desk-trusted',
  'record-desk-removed',
  'activity-head-renewed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

export const activityResults = ['done', 'failed', 'cancelled'] as const;
export type ActivityResult = (typeof activityResults)[number];

const factsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** Other facts of an entry. Never a secret. */
export type ActivityFacts = z.infer<typeof factsSchema>;

/**
 * Who did it: a person signed in to Entra, an app on its own, the user of the operating system, a user who proved who
 * they are at an activation station, or a person at that station who did not.
 */
export const actorKinds = ['person', 'app', 'os-user', 'station-user', 'station'] as const;

/**
 * One entry as the log has it, written by any version of Keydesk. kind, result and actor are texts, since an entry that
 * was tampered with must still be shown. `facts` and `cause` are null if they are absent or unreadable.
 */
export const activityEntrySchema = z.object({
  seq: z.number().int(),
  /** The id of the desk that wrote it; missing if no other desk shared the record. */
  desk: z.string().optional(),
  /** ISO 8601, UTC. */
  at: z.string(),
  kind: z.string(),
  result: z.string(),
  actor: z.object({ kind: z.string(), name: z.string() }),
  /** The tenant's id, or its address if it has no id; null if no tenant was connected. */
  tenant: z.string().nullable(),
  user: z.object({ id: z.string().nullable(), userPrincipalName: z.string().nullable() }),
  key: z.object({ id: z.string().nullable(), aaguid: z.string().nullable(), serial: z.string().nullable() }),
  cause: failureSchema.nullable(),
  /** Shared by all entries of one operation, and sent to Graph as client-request-id. */
  correlationId: z.string(),
  /** Graph's ids of the requests of this operation, in order. */
  requestIds: z.array(z.string()),
  facts: factsSchema.nullable(),
  /** SHA-256 in hex: the hash of the previous entry, and the hash of this one. */
  previousHash: z.string(),
  hash: z.string(),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/**
 * An entry must match every member. `users` are object ids or user principal names, and one of them must match. `key`
 * is a serial number, AAGUID or key id.
 */
export const activityFilterSchema = z.object({
  kinds: z.array(z.enum(activityKinds)).max(activityKinds.length).optional(),
  users: z.array(reference(512)).max(8).optional(),
  key: reference(1024).optional(),
  result: z.enum(activityResults).optional(),
  /** `from` is inclusive, `to` is exclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Matches anywhere in names, ids, cause or facts. */
  text: pastedOrEmpty(256).optional(),
});
export type ActivityFilter = z.infer<typeof activityFilterSchema>;

/** Newest first. `before` continues after an earlier page. */
export const activityQuerySchema = activityFilterSchema.extend({
  before: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(500).default(50),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;

export const activityPageSchema = z.object({
  entries: z.array(activityEntrySchema),
  /** The value for `before`; absent on the last page. */
  next: z.number().int().optional(),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;

/** The end of the log at one moment: the number of entries, and the hash of the last one. */
export const activityHeadSchema = z.object({
  count: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ActivityHead = z.infer<typeof activityHeadSchema>;

/** Formats a head for people: `COUNT:HASH`. */
export function headText({ count, hash }: ActivityHead): string {
  return `${count}:${hash}`;
}

/**
 * Parses a head written as `COUNT:HASH`, in upper or lower case, with or without characters that copying added. Returns
 * undefined for other texts.
 */
export function headFromText(text: string): ActivityHead | undefined {
  const [, count, hash] =
    /^(\d{1,15}):([0-9a-f]{64})$/.exec(cleanPasted(text).toLowerCase().replaceAll(/\s/g, '')) ?? [];
  return count === undefined || hash === undefined ? undefined : { count: Number(count), hash };
}

/** `noted` is a head that a person wrote down earlier. The log must still contain it. */
export const activityVerifyRequestSchema = z.object({ noted: activityHeadSchema.optional() });

/** `failure` names the first entry that was changed; null for an intact log. */
export const activityVerificationSchema = z.object({
  head: activityHeadSchema,
  failure: failureSchema.nullable(),
});
export type ActivityVerification = z.infer<typeof activityVerificationSchema>;
