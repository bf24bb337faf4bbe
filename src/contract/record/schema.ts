import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { enrollAwaySettings } from '../settings/schema.ts';
import { pasted, reference } from '../text/pasted.ts';
import { MAX_PEM_FILE } from '../text/pem.ts';

/** The ways to sign in to a record. `none`: by the password file of PostgreSQL's own tools, or without a password. */
export const recordSignIns = ['none', 'password', 'entra', 'certificate'] as const;

/** Maximum size of a file with a client certificate, in bytes. */
export const MAX_CERTIFICATE_FILE = MAX_PEM_FILE;

const address = pasted(2000);

/** How a desk signs in to a record. At most one of `password`, `entra`, `certificate` and `passwordFile`. */
const signInShape = {
  /** The password of the role. It is kept sealed. */
  password: z.string().min(1).max(1000).optional(),
  /** Signs in with a token of Microsoft Entra, for the account of the present connection. */
  entra: z.literal(true).optional(),
  /** A client certificate with its private key, PEM or PKCS #12, in base64. It is kept sealed. */
  certificate: z
    .object({
      file: z.base64().max(Math.ceil(MAX_CERTIFICATE_FILE / 3) * 4),
      passphrase: z.string().max(1000).optional(),
    })
    .optional(),
  /** Signs in by the password file of PostgreSQL's own tools. A desk that makes or joins a record does so anyway if nothing else is given. */
  passwordFile: z.literal(true).optional(),
  /** The certificates that may have issued the server's, as PEM. */
  ca: z.string().max(200_000).optional(),
};
const recordSignInSchema = z.object(signInShape);
export type RecordSignInRequest = z.infer<typeof recordSignInSchema>;

/** The record that a desk makes or joins. */
export const recordRequestSchema = z.object({
  /** postgres://USER@HOST:PORT/DATABASE, without a password. */
  url: address,
  ...signInShape,
  /** The name of this desk for people; the computer's name if it is missing. */
  name: pasted(100).optional(),
});
export type RecordRequest = z.infer<typeof recordRequestSchema>;

/** The sign-in of the person who upgrades a record. That of this desk if the address is missing. */
export const recordUpgradeSchema = z
  .object({ url: address.optional(), ...signInShape })
  .refine(
    ({ url, password, entra, certificate, passwordFile }) =>
      url !== undefined || (password ?? entra ?? certificate ?? passwordFile) === undefined,
    { path: ['url'] },
  );
export type RecordUpgradeRequest = z.infer<typeof recordUpgradeSchema>;

/** What an upgrade did. Nothing, if `from` is `to`. */
export const recordUpgradedSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** The oldest version that may write from now on. */
  writesFrom: z.number(),
  /** How many rows the migrations changed, added or removed. */
  rows: z.number(),
  /** New tables that the roles of the record have no rights to, because some of these roles are missing. */
  ungranted: z.array(z.string()),
});
export type RecordUpgraded = z.infer<typeof recordUpgradedSchema>;

/**
 * How the version of a desk stands to that of the record. `older` still writes. `reader` is too old to write. `ahead` reads and waits for an upgrade of the record.
 * `unknown`: the record does not have the desk, but others seal secrets for it.
 */
export const recordStandings = ['same', 'older', 'reader', 'ahead', 'unknown'] as const;

/** How a desk reaches its record from now on. What is missing stays. */
export const recordChangeSchema = z.object({ url: address.optional(), ...signInShape });
export type RecordChange = z.infer<typeof recordChangeSchema>;

/** What one desk does for all others: it runs workflows, or sends to webhooks. */
export const ledWorks = ['workflows', 'webhooks'] as const;
/** What seals the private keys at the desk: the keyring of the system, or KEYDESK_SEALING_KEY. A desk that has both has two keys. */
export const keyHolders = ['keyring', 'passphrase'] as const;
/**
 * How a key of another desk stands here. `waiting`: nobody has confirmed its fingerprint, so nothing is sealed for it. `left`: its desk has left, or has made another one. `removed`: a person
 * has decided that it gets nothing any more.
 */
export const keyStandings = ['own', 'trusted', 'waiting', 'left', 'removed'] as const;

/** A key for which secrets are sealed. */
const deskKeySchema = z.object({
  holder: z.enum(keyHolders),
  standing: z.enum(keyStandings),
  /** The name of the desk at which its fingerprint was confirmed; null if at none. */
  confirmedBy: z.string().nullable(),
  /** Whether that desk seals secrets for this one. */
  trustsThis: z.boolean(),
});
export type RecordDeskKey = z.infer<typeof deskKeySchema>;

/** Why this desk has no key for secrets of others. */
export const keylessReasons = ['sealerless', 'station', 'locked', 'rightless', 'away'] as const;

/** A desk that other desks may seal secrets for. */
export const trustDeskSchema = z.object({
  /** Its id or its name. */
  desk: reference(100),
  /** The digits that it shows, with or without spaces. */
  fingerprint: pasted(200),
});
export type TrustDesk = z.infer<typeof trustDeskSchema>;
export const removeDeskSchema = trustDeskSchema.pick({ desk: true });

/** A desk that belongs to a record. */
const recordDeskSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** When it last read or wrote the record, ISO 8601, by the record's clock; null if nobody can tell. */
  lastSeen: z.string().nullable(),
  /** Whether it is the desk that was asked. */
  isThis: z.boolean(),
  /** The version of its tables; null if nobody can tell. */
  version: z.number().nullable(),
  standing: z.enum(recordStandings),
  /** What this desk does for all others now. */
  leads: z.array(z.enum(ledWorks)),
  /** Its keys for secrets, as this desk knows them. */
  keys: z.array(deskKeySchema),
});

/** Where the record is, and how this desk stands with it. */
export const recordStateSchema = z.object({
  /** `embedded`: in the data folder of this desk. `postgres`: in a database that several desks share. */
  kind: z.enum(['embedded', 'postgres']),
  /** As postgres://USER@HOST:PORT/DATABASE; null if embedded. */
  url: z.string().nullable(),
  reachable: z.boolean(),
  /** Why it is away, or why this desk only reads, as an error; null if neither. */
  trouble: failureSchema.omit({ cause: true }).extend({ message: z.string(), next: z.string() }).nullable(),
  /** The versions of the record's tables and of those here, and the oldest that may write; null if the record is embedded, or away. */
  versions: z.object({ record: z.number(), here: z.number(), writesFrom: z.number() }).nullable(),
  /** Empty if the record is embedded, or away. */
  desks: z.array(recordDeskSchema),
  /** How many changes this desk has not read yet; null if the record is away. */
  behind: z.number().nullable(),
  /** The newest change that this desk has. */
  revision: z.number(),
  /** When this desk last saw the record, ISO 8601; null if it never did. */
  asOf: z.string().nullable(),
  /** Entries of the activity log that wait for the record. */
  waiting: z.number(),
  /** Rows that this desk had before it joined, and that are not merged yet. */
  unmerged: z.number(),
  /** Whether enrollments may begin at this desk while the record is away. */
  enrollAway: z.enum(enrollAwaySettings),
  /** The fingerprint of this desk's key for secrets, in digits, or why it has none; null if embedded. */
  secrets: z.object({ fingerprint: z.string().nullable(), keyless: z.enum(keylessReasons).nullable() }).nullable(),
  /** How this desk signs in; null if embedded. */
  signIn: z
    .object({
      kind: z.enum(recordSignIns),
      /** The name of the connection whose account gets the token; null for other ways, and if it was removed. */
      connection: z.string().nullable(),
      /** When the client certificate expires, ISO 8601; null if there is none. */
      certificateUntil: z.string().nullable(),
      /** Whether that is within 30 days, or over. */
      endsSoon: z.boolean(),
    })
    .nullable(),
});
export type RecordState = z.infer<typeof recordStateSchema>;

/** A desk that has joined a record. */
export const recordJoinedSchema = z.object({
  /** The id of the record. */
  record: z.string(),
  /** How many rows the desk had of its own. */
  own: z.number(),
  /** How many of them were new to the record, and how many it had already. The rest is merged when the record is back. */
  added: z.number(),
  known: z.number(),
});
export type RecordJoined = z.infer<typeof recordJoinedSchema>;

/** Whether the shared record can be reached, without asking it. */
export const recordSightSchema = recordStateSchema
  .pick({ kind: true, reachable: true, trouble: true, asOf: true, enrollAway: true })
  /** When the client certificate expires, ISO 8601, if that is soon. */
  .extend({ certificateEnds: z.string().nullable() });
export type RecordSight = z.infer<typeof recordSightSchema>;

/** The result of comparing this desk with the record. */
export const recordCheckSchema = z.object({
  /** Up to which revision both were compared. */
  revision: z.number(),
  rows: z.number(),
  /** Tables whose rows differ. Empty if everything is equal. */
  differences: z.array(z.object({ table: z.string(), rows: z.number() })),
});
export type RecordCheck = z.infer<typeof recordCheckSchema>;

/** What a desk gave back to a record that had lost it. */
export const recordReturnSchema = z.object({
  /** The number of rows that the record has again. */
  rows: z.number(),
  /** The number of rows that the record's rules did not allow any more. The copy has them. */
  refused: z.number(),
  /** The file with everything that this desk had, if other desks had written since the loss; otherwise null. */
  copy: z.string().nullable(),
});
export type RecordReturn = z.infer<typeof recordReturnSchema>;
