import { z } from 'zod';
import { assignmentSchema, assignmentStateSchema, userAccountSchema } from '../assignments/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { lostReportSchema } from '../inventory/schema.ts';
import { pasted, reference } from '../text/pasted.ts';

/** The differences between a key, Microsoft Entra ID and Keydesk's record. */
export const differenceKinds = [
  /** Active here, but Entra does not list it. */
  'not-in-entra',
  /** Entra lists it, but Keydesk has no assignment for it. */
  'not-recorded',
  /** It was erased from its key, but Entra still lists it. */
  'erased-from-key',
  /** Revoked here, but Entra still lists it. */
  'deletion-due',
  /** Entra lists it, but its enrollment was interrupted before its key had signed in with it. */
  'not-proven',
  /** Active here and in Entra, but its key does not hold it any more. */
  'not-on-key',
  /** The key holds it, but Entra does not list it for the user. */
  'only-on-key',
  /** The user with an active assignment was deleted in Entra. */
  'user-left',
  /** The account of the user with an active assignment is disabled. */
  'user-disabled',
  /** The user has another name than the assignment says. The next import corrects it. */
  'user-renamed',
  /** Another user has an active passkey on the same key. */
  'key-of-several',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** What removes a difference. `none`: it is information. */
export const mends = [
  'adopt',
  'delete-in-entra',
  'delete-on-key',
  'close-assignment',
  'mark-key-lost',
  'mark-key-returned',
  'enroll-again',
  'none',
] as const;
export type Mend = (typeof mends)[number];

/** Where a passkey is: `unread` if that place was not or could not be read. */
export const presences = ['yes', 'no', 'unread'] as const;
const presenceSchema = z.enum(presences);
export type Presence = z.infer<typeof presenceSchema>;

/** What a passkey is on. `platform`: a phone or Windows Hello. `unknown`: Entra does not say. */
export const passkeyPlaces = ['security-key', 'platform', 'unknown'] as const;
export type PasskeyPlace = (typeof passkeyPlaces)[number];

const reconciledUserSchema = z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() });
export type ReconciledUser = z.infer<typeof reconciledUserSchema>;

const reconciledKeySchema = z.object({
  id: z.string().nullable(),
  product: z.string().nullable(),
  serial: z.string().nullable(),
});
export type ReconciledKey = z.infer<typeof reconciledKeySchema>;

/** Who registered a passkey, by Entra's audit log: the user (`self`) or somebody else (`admin`), and the name in the log. */
const registrantSchema = z.object({ as: z.enum(['self', 'admin']), by: z.string().nullable() });
export type Registrant = z.infer<typeof registrantSchema>;

export const reconciledDifferenceSchema = z.object({
  kind: z.enum(differenceKinds),
  /** The first is advised. */
  mends: z.array(z.enum(mends)).min(1),
  /**
   * Whether the difference rests on a negative answer that proves nothing yet: Entra's lists lag behind by up to an hour.
   * A mend that destroys something is then refused, unless a person decides to do it all the same.
   */
  unproven: z.boolean(),
  user: reconciledUserSchema.nullable(),
  key: reconciledKeySchema.nullable(),
  /** base64url */
  credentialId: z.string().nullable(),
  methodId: z.string().nullable(),
  /** The name of the passkey in Entra. */
  name: z.string().nullable(),
  assignmentId: z.string().nullable(),
  /** When Entra says that the passkey was registered. */
  createdAt: z.string().nullable(),
  place: z.enum(passkeyPlaces),
  model: z.string().nullable(),
  /** The other user with an active passkey on the key; null unless the key is of several. */
  sharedWith: reconciledUserSchema.nullable(),
  /** Null if the audit log does not tell. */
  registeredBy: registrantSchema.nullable(),
});
export type ReconciledDifference = z.infer<typeof reconciledDifferenceSchema>;

/** One passkey in all three places, joined by its credential id. */
export const reconciledPasskeySchema = z.object({
  /** base64url */
  credentialId: z.string().nullable(),
  methodId: z.string().nullable(),
  user: reconciledUserSchema.nullable(),
  key: reconciledKeySchema.nullable(),
  name: z.string().nullable(),
  place: z.enum(passkeyPlaces),
  model: z.string().nullable(),
  createdAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  onKey: presenceSchema,
  inEntra: presenceSchema,
  /** The state of its assignment; null if Keydesk has none. */
  recorded: assignmentStateSchema.nullable(),
  account: userAccountSchema.nullable(),
  assignmentId: z.string().nullable(),
  registeredBy: registrantSchema.nullable(),
});
export type ReconciledPasskey = z.infer<typeof reconciledPasskeySchema>;

/**
 * Compares one user, one plugged-in key, both, or with neither the whole tenant: all users with a live assignment and all
 * imported users with a security key. `keyId` with `pin` reads the key. `expected` is the id in the inventory that the key
 * must have.
 */
export const reconcileRequestSchema = z.object({
  user: reference(512).optional(),
  key: z
    .object({ keyId: reference(1024).optional(), pin: z.string().max(256), expected: reference(64).optional() })
    .optional(),
  /** A key of the inventory that is not read: only Entra and the record are compared. */
  inventoryKey: reference(64).optional(),
});
export type ReconcileRequest = z.infer<typeof reconcileRequestSchema>;

const unreadSchema = z.object({ user: z.string(), error: failureSchema });
export type UnreadUser = z.infer<typeof unreadSchema>;

/** Maximum number of differences, and of users that could not be read, in one report. */
export const MOST_DIFFERENCES = 5000;

/**
 * `passkeys` are all passkeys side by side, empty for a tenant. `unread` are the users whose passkeys could not be read, each
 * with the reason. `audit` is why the audit log could not be read, null if it could or nothing was looked for. `more` is the
 * number of further differences.
 */
export const reconciliationSchema = z.object({
  users: z.number().int(),
  passkeys: z.array(reconciledPasskeySchema),
  differences: z.array(reconciledDifferenceSchema),
  unread: z.array(unreadSchema),
  /** The key contradicts itself in its list, so a passkey that is missing there may still be on it. */
  keyInconsistent: z.boolean(),
  /** Neither the inventory knows the key that was read, nor a Microsoft passkey is on it. So nothing can differ. */
  keyUnknown: z.boolean(),
  audit: failureSchema.nullable(),
  more: z.number().int(),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** The report of a tenant while it is made: what was found since the event before, and the end. */
export const reportEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    done: z.number().int(),
    total: z.number().int(),
    differences: z.array(reconciledDifferenceSchema),
    unread: z.array(unreadSchema),
  }),
  z.object({
    type: z.literal('done'),
    users: z.number().int(),
    audit: failureSchema.nullable(),
    more: z.number().int(),
  }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type ReportEvent = z.infer<typeof reportEventSchema>;

/**
 * `confirm` is the name that the person saw: of the user whose passkey is deleted, or of the key that is marked. It must be
 * the current one. `evenIfUnproven`: the person knows that the difference is not proven, and decides to mend it.
 */
const passkeyMend = { user: reference(512), methodId: reference(8192) };
const keyMend = { inventoryKey: reference(64), confirm: pasted(512) };
export const mendRequestSchema = z.discriminatedUnion('mend', [
  z.object({ mend: z.literal('adopt'), ...passkeyMend }),
  z.object({ mend: z.literal('delete-in-entra'), ...passkeyMend, confirm: pasted(512) }),
  z.object({
    mend: z.literal('delete-on-key'),
    keyId: reference(1024).optional(),
    pin: z.string().max(256),
    credentialId: reference(8192),
    confirm: pasted(512),
    evenIfUnproven: z.boolean().default(false),
  }),
  z.object({
    mend: z.literal('close-assignment'),
    assignmentId: reference(64),
    evenIfUnproven: z.boolean().default(false),
  }),
  z.object({ mend: z.literal('mark-key-lost'), ...keyMend }),
  z.object({ mend: z.literal('mark-key-returned'), ...keyMend }),
]);
export type MendRequest = z.infer<typeof mendRequestSchema>;
/** The mends that Keydesk carries out itself. */
export const carriedOut = [
  'adopt',
  'delete-in-entra',
  'delete-on-key',
  'close-assignment',
  'mark-key-lost',
  'mark-key-returned',
] as const satisfies readonly MendRequest['mend'][];

/** `assignments` are those that changed. `failure`: why a deletion in Entra is still due. `report` is that of a marked key. */
export const mendResultSchema = z.object({
  assignments: z.array(assignmentSchema),
  failure: failureSchema.nullable(),
  report: lostReportSchema.nullable(),
});
export type MendResult = z.infer<typeof mendResultSchema>;
