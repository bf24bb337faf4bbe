import { z } from 'zod';
import { existingKeyChoices } from '../../../../contract/batches/schema.ts';
import {
  enrolledKeySchema,
  enrollmentResultSchema,
  journalStateSchema,
  proofSchema,
  submissions,
} from '../../../../contract/enrollment/schema.ts';
import { failureSchema } from '../../../../contract/errors/failure.ts';
import { passkeyPolicySchema } from '../../../../contract/policy/schema.ts';
import { profileSchema } from '../../../../contract/profiles/schema.ts';
import { userSchema } from '../../../../contract/users/schema.ts';
import { fromBase64url, toBase64url } from '../../../../ctap/bytes.ts';

/** The largest number of rows in a package. Each has a challenge of about 7 KB, and the whole file is written after each key. */
export const MOST_ROWS = 2000;

/** Bytes, as base64url in the file. */
const bytes = z.base64url().transform((text): Uint8Array => fromBase64url(text));

const flag = z.union([z.literal(0), z.literal(1)]);

/** One enrollment on a key, as the journal has it (enrollment/tables.ts): written before each act that cannot be undone. */
const attemptSchema = z.object({
  id: z.string(),
  started_at: z.string(),
  updated_at: z.string(),
  state: journalStateSchema,
  tenant: z.string(),
  user_id: z.string(),
  user_principal_name: z.string(),
  key_id: z.string(),
  key_aaguid: z.string(),
  rp_id: z.string(),
  user_handle: bytes,
  challenge_expires_at: z.string(),
  display_name: z.string(),
  key_identity: z.string().nullable(),
  pin_set: flag,
  creating: flag,
  credential_id: bytes.nullable(),
  public_key: bytes.nullable(),
  submission: z.enum(submissions),
  client_data_json: bytes.nullable(),
  attestation_object: bytes.nullable(),
  error: z.string().nullable(),
});
export type Attempt = z.output<typeof attemptSchema>;

/** What is known of the key of a row. */
const keySchema = z.object({
  product: z.string().optional(),
  manufacturer: z.string().optional(),
  serial: z.string().optional(),
  vendorId: z.number().int().optional(),
  productId: z.number().int().optional(),
  aaguid: z.string(),
  firmwareVersion: z.number().int().optional(),
  attestationFormats: z.array(z.string()),
});
export type KeptKey = z.output<typeof keySchema>;

/** A random PIN that a key may have, with the key that it was drawn for: written before the key gets it. */
const pinSchema = z.object({
  pin: z.string(),
  identity: z.string().nullable(),
  serial: z.string().nullable(),
  at: z.string(),
  /** How a key without an identity may be found again. Missing in a package of an earlier version. */
  key: z.object({ id: z.string(), aaguid: z.string(), product: z.string().optional() }).optional(),
});

/** A proven passkey of a row. `attempt` is the id of its attempt. */
const madeSchema = z.object({
  attempt: z.string(),
  at: z.string(),
  enrolled: enrolledKeySchema,
  key: keySchema,
  proof: proofSchema,
  profile: enrollmentResultSchema.shape.profile,
  pinSet: z.boolean(),
  /** The random PIN of the key, until an upload has sealed it. */
  pin: z.string().nullable(),
});
export type Made = z.output<typeof madeSchema>;

/** Entra's creation options as Graph sent them, and when. */
const optionsSchema = z.object({ raw: z.unknown(), at: z.number(), expiresAt: z.string() });
export type KeptOptions = z.output<typeof optionsSchema>;

const rowSchema = z.object({
  /** The id of the row in its batch. */
  id: z.string(),
  line: z.number().int(),
  typed: z.string(),
  serial: z.string().nullable(),
  name: z.string().nullable(),
  user: userSchema,
  /** The ids of the user's groups, as far as the policy asks for them. */
  groups: z.array(z.string()),
  chosenProfile: z.string().nullable(),
  profile: profileSchema.nullable(),
  options: optionsSchema,
  attempts: z.array(attemptSchema),
  pins: z.array(pinSchema),
  made: madeSchema.nullable(),
  /** Why the last attempt on a key, or the last upload, failed. */
  error: failureSchema.nullable(),
  uploaded: z.object({ at: z.string(), methodId: z.string().nullable() }).nullable(),
});
export type PackageRow = z.output<typeof rowSchema>;

/** A passkey on a key that must not be registered: its challenge has expired, or its row got another key. */
const leftSchema = z.object({
  user: userSchema,
  options: optionsSchema,
  attempt: attemptSchema,
  made: madeSchema,
  error: failureSchema,
});
export type LeftPasskey = z.output<typeof leftSchema>;

/** The content of a package. SECURITY: it contains PINs. It exists in memory and encrypted only. */
export const contentSchema = z.object({
  version: z.literal(1),
  id: z.uuid(),
  tenant: z.string().min(1),
  tenantName: z.string(),
  createdAt: z.string(),
  /** When the last options were fetched, in ms by the server's clock. */
  fetchedAt: z.number(),
  days: z.number(),
  batch: z.object({
    id: z.string(),
    name: z.string(),
    existing: z.enum(existingKeyChoices),
    profile: z.string().nullable(),
  }),
  /** The tenant's policy at the time of the fetch; null if it could not be read. */
  policy: passkeyPolicySchema.nullable(),
  rows: z.array(rowSchema).max(MOST_ROWS),
  left: z.array(leftSchema),
});
export type PackageContent = z.output<typeof contentSchema>;

/** Returns content as bytes. */
export function encodeContent(content: PackageContent): Buffer {
  return Buffer.from(JSON.stringify(content, withBase64url));
}

/** JSON.stringify has turned a Buffer into an object before it calls this, so the value is read again. */
function withBase64url(this: unknown, key: string, value: unknown): unknown {
  const own: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return own instanceof Uint8Array ? toBase64url(own) : value;
}

/** @throws ZodError, SyntaxError: another program wrote it, with the right key */
export function decodeContent(bytes: Buffer): PackageContent {
  return contentSchema.parse(JSON.parse(bytes.toString('utf8')));
}
