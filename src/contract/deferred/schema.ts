import { z } from 'zod';
import { batchSourceSchema, existingKeyChoices } from '../batches/schema.ts';
import { enrolledKeySchema, interactionSchema, stepNames } from '../enrollment/schema.ts';
import { failureSchema } from '../errors/failure.ts';
import { pasted } from '../text/pasted.ts';

/** How long the challenges of a package may be valid, in days. Entra gives 30 at most. */
export const CHALLENGE_DAYS = { min: 1, max: 30, default: 30 } as const;

/** The ending of a package's name. */
export const PACKAGE_ENDING = '.keydesk-keys';

/** The largest certificate or private key, in characters. */
export const MAX_PEM = 1024 * 1024;

const file = z.string().min(1).max(4096);
const passphrase = z.string().max(1024);
const pem = z.string().max(MAX_PEM);

/** Who can open a new package: everyone with the passphrase, or the owners of certificates (PEM). */
export const packageLockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase }),
  z.object({ kind: z.literal('certificates'), pems: z.array(pem).min(1).max(8) }),
]);
export type PackageLock = z.infer<typeof packageLockSchema>;

/**
 * How a package is opened: by its passphrase; by the private key of a certificate (PEM, perhaps encrypted with a passphrase); or by the key
 * that the Keydesk that has fetched it keeps sealed.
 */
export const unlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase }),
  z.object({ kind: z.literal('identity'), pem, passphrase: passphrase.optional() }),
  z.object({ kind: z.literal('station') }),
]);
export type Unlock = z.infer<typeof unlockSchema>;

/** A package that exists. `file` is a whole path on the computer of the core. */
export const packageRefSchema = z.object({ file, unlock: unlockSchema });
export type PackageRef = z.infer<typeof packageRefSchema>;

/** Fetches into a new package, or into an existing one, which needs `unlock`. An existing one keeps its lock, profile and choice of `existing`. */
export const fetchRequestSchema = z.object({
  file,
  /** Default for an existing package: none, so that only its rows are renewed. */
  source: batchSourceSchema.optional(),
  lock: packageLockSchema.optional(),
  unlock: unlockSchema.optional(),
  days: z.number().int().min(CHALLENGE_DAYS.min).max(CHALLENGE_DAYS.max).default(CHALLENGE_DAYS.default),
  existing: z.enum(existingKeyChoices).default('skip'),
  profile: pasted(64).optional(),
  name: pasted(120).optional(),
});
export type FetchRequest = z.infer<typeof fetchRequestSchema>;

/**
 * The states of a row. `refused`: the check has refused the user, and the package does not have the row. `fetched`: it waits for its key.
 * `making`: a key was begun. `made`: its key is made and proven. `uploaded`: Entra has the passkey. `failed`: the last attempt or upload failed.
 */
export const deferredStates = ['refused', 'fetched', 'making', 'made', 'uploaded', 'failed'] as const;
export type DeferredState = (typeof deferredStates)[number];

export const deferredRowSchema = z.object({
  id: z.string(),
  line: z.number().int(),
  typed: z.string(),
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }).nullable(),
  /** The serial number that the key must have. */
  serial: z.string().nullable(),
  state: z.enum(deferredStates),
  /** Whether its key is made, also if its upload has failed. */
  made: z.boolean(),
  /** Until when its passkey can be registered (ISO 8601 in UTC). */
  expiresAt: z.string().nullable(),
  key: enrolledKeySchema.omit({ id: true, versions: true }).nullable(),
  methodId: z.string().nullable(),
  error: failureSchema.nullable(),
  /** Whether the package has a random PIN of its key. */
  pinKept: z.boolean(),
});
export type DeferredRow = z.infer<typeof deferredRowSchema>;

/** A package without its rows. `left` are passkeys on keys that must not be registered any more. */
export const packageSchema = z.object({
  id: z.string(),
  file: z.string(),
  tenant: z.string(),
  tenantName: z.string(),
  batch: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.string(),
  /** The earliest end of a challenge that is still needed; null if none is. */
  expiresAt: z.string().nullable(),
  counts: z.record(z.enum(deferredStates), z.number().int()),
  left: z.number().int(),
});
export type DeferredPackage = z.infer<typeof packageSchema>;

/** A whole package. SECURITY: without PINs. */
export const shownPackageSchema = z.object({ package: packageSchema, rows: z.array(deferredRowSchema) });
export type ShownPackage = z.infer<typeof shownPackageSchema>;

/** One key while keys are made (as contract/batches/live.ts). */
export const makingKeySchema = z.object({
  keyId: z.string(),
  product: z.string().nullable(),
  serial: z.string().nullable(),
  state: z.enum(['working', 'remove', 'refused', 'idle']),
  rowId: z.string().nullable(),
  /** For enrollment.answerPin and enrollment.cancel. */
  enrollmentId: z.string().nullable(),
  step: z.enum(stepNames).nullable(),
  interaction: interactionSchema,
  failure: failureSchema.nullable(),
});
export type MakingKey = z.infer<typeof makingKeySchema>;

/**
 * One ordered stream for each operation. First `opened`, later `row` for each row that has changed, and at last `ended` or `failed`. Only
 * `make` sends `keys`, whenever what happens at the keys has changed; `next` is the row that waits for the next key.
 */
export const deferredEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), ...shownPackageSchema.shape }),
  z.object({ type: z.literal('row'), row: deferredRowSchema }),
  z.object({ type: z.literal('warning'), warning: failureSchema }),
  z.object({
    type: z.literal('keys'),
    keys: z.array(makingKeySchema),
    next: deferredRowSchema.nullable(),
    /** Whether no row waits for a key. */
    over: z.boolean(),
  }),
  z.object({ type: z.literal('ended'), ...shownPackageSchema.shape, pinsLast: z.boolean() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type DeferredEvent = z.infer<typeof deferredEventSchema>;

/** Makes keys. `keys` limits it to these keys. `interactive: false` is for callers without a person who can type a PIN. */
export const makeRequestSchema = packageRefSchema.extend({
  keys: z.array(pasted(1024)).max(64).optional(),
  interactive: z.boolean(),
});
export type MakeRequest = z.infer<typeof makeRequestSchema>;
