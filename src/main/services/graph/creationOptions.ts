import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { CreateExtensions } from '../../../ctap/ctap2/makeCredential.ts';
import { decodeGraphBase64, excludeReadings } from './encoding.ts';
import { describingText, optionalList, optionalText, readableList, wholeNumber } from './members.ts';

/** Graph's times are in UTC, also where it leaves the zone out. */
const dateTime = z.iso
  .datetime({ offset: true, local: true })
  .transform(text => (/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`));

/** WebAuthn's own default for a list that is empty (WebAuthn L3, 5.4.3). */
const DEFAULT_ALGORITHMS = [
  { type: 'public-key', alg: -7 },
  { type: 'public-key', alg: -257 },
];

/** Names of algorithms (IANA COSE Algorithms), for a service that writes the name where the number belongs. */
const algorithmNames: ReadonlyMap<string, number> = new Map([
  ['ES256', -7],
  ['EDDSA', -8],
  ['ES384', -35],
  ['ES512', -36],
  ['RS256', -257],
]);
const algorithm = z.preprocess(
  alg => (typeof alg === 'string' ? (algorithmNames.get(alg.toUpperCase()) ?? alg) : alg),
  wholeNumber,
);
/** One that cannot be read is left out; a list of none but such asks for something that nobody knows, not for the default. */
const algorithms = optionalList(z.unknown()).transform((list, context) => {
  const known = z.object({ type: describingText, alg: algorithm });
  const read = readableList(known).parse(list);
  if (list.length > 0 && read.length === 0) context.addIssue('no algorithm of the list can be read');
  return read;
});

const optionalBoolean = z.boolean().nullish().catch(null);

const optionsSchema = z.object({
  challengeTimeoutDateTime: dateTime.nullish(),
  publicKey: z.object({
    rp: z.object({ id: z.string().min(1), name: describingText }),
    user: z.object({ id: z.string().min(1), name: describingText, displayName: describingText }),
    challenge: z.string().min(1),
    pubKeyCredParams: algorithms,
    timeout: wholeNumber.nullish().catch(null),
    // An entry without a readable id names nothing that could be on a key.
    excludeCredentials: readableList(
      z.object({ id: z.string(), type: describingText, transports: readableList(z.string()) }),
    ),
    authenticatorSelection: z
      .object({
        authenticatorAttachment: describingText,
        requireResidentKey: optionalBoolean,
        userVerification: describingText,
      })
      .nullish(),
    attestation: describingText,
    extensions: z
      .object({
        hmacCreateSecret: optionalBoolean,
        enforceCredentialProtectionPolicy: optionalBoolean,
        credentialProtectionPolicy: optionalText,
      })
      .nullish(),
  }),
});

/**
 * creationOptions as Graph sends them (graph.md, 1): bare, or as the `value` of a function's answer. Members that are null,
 * absent or unknown to Keydesk are no fault; `@odata` members fall away here.
 */
export const creationOptionsSchema = z.preprocess(unwrapped, optionsSchema);
type RawCreationOptions = z.infer<typeof optionsSchema>;

function unwrapped(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || 'publicKey' in answer || !('value' in answer)) return answer;
  const { value } = answer;
  return Array.isArray(value) ? value[0] : value;
}

/** What Entra asks for, in bytes and in CTAP's terms. */
export interface CreationOptions {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: Uint8Array; readonly name: string; readonly displayName: string };
  readonly challenge: Uint8Array;
  /** When the challenge expires, ISO 8601 in UTC. */
  readonly challengeTimeoutDateTime: string;
  /** The same in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** In the order of Entra's preference. */
  readonly pubKeyCredParams: readonly { readonly type: string; readonly alg: number }[];
  /** Every reading of every id. */
  readonly excludeCredentials: readonly Uint8Array[];
  readonly extensions: CreateExtensions;
  /** Whether a credProtect that the key does not honor must end the enrollment. */
  readonly enforceCredProtect: boolean;
  /** How long a person may take at the key, in ms; null where Graph leaves it open. */
  readonly timeout: number | null;
  readonly attestation: string | null;
  /** As Graph sent it, still in its encodings and without `@odata` members: what a deferred package stores. */
  readonly raw: RawCreationOptions;
}

/** WebAuthn's credentialProtectionPolicy to CTAP's level (CTAP 2.3, 12.1), in lower case. */
const credProtectLevels: Readonly<Record<string, 1 | 2 | 3>> = {
  userverificationoptional: 1,
  userverificationoptionalwithcredentialidlist: 2,
  userverificationrequired: 3,
};

/** How long a challenge lives where Graph does not say: what it documents for v1.0, in ms. */
const DEFAULT_LIFETIME = 5 * 60_000;

/**
 * Translates Graph's creationOptions.
 * @param arrivedAt when the answer arrived, in ms since the epoch
 * @throws KeydeskError graph-malformed when the challenge or the user's handle is in no known encoding
 */
export function toCreationOptions(raw: RawCreationOptions, arrivedAt: number): CreationOptions {
  const { publicKey } = raw;
  const { rp, user, extensions, pubKeyCredParams: algorithms } = publicKey;
  const challengeTimeoutDateTime = raw.challengeTimeoutDateTime ?? new Date(arrivedAt + DEFAULT_LIFETIME).toISOString();
  const enforced = extensions?.enforceCredentialProtectionPolicy === true;
  const credProtect = credProtectOf(extensions?.credentialProtectionPolicy ?? null, enforced);
  const name = user.name ?? user.displayName ?? '';
  try {
    return {
      rp: { id: rp.id, name: rp.name ?? rp.id },
      user: { id: decodeGraphBase64(user.id), name, displayName: user.displayName ?? name },
      challenge: decodeGraphBase64(publicKey.challenge),
      challengeTimeoutDateTime,
      expiresAt: Date.parse(challengeTimeoutDateTime),
      pubKeyCredParams:
        algorithms.length === 0
          ? DEFAULT_ALGORITHMS
          : algorithms.map(({ type, alg }) => ({ type: type ?? 'public-key', alg })),
      excludeCredentials: publicKey.excludeCredentials.flatMap(({ id }) => readable(id)),
      extensions: {
        ...(extensions?.hmacCreateSecret === true ? { hmacSecret: true } : {}),
        ...(credProtect === undefined ? {} : { credProtect }),
      },
      enforceCredProtect: enforced && (credProtect ?? 1) > 1,
      // 0 says, as null does, that Graph sets no limit.
      timeout: publicKey.timeout && publicKey.timeout > 0 ? publicKey.timeout : null,
      attestation: publicKey.attestation,
      raw,
    };
  } catch (cause) {
    throw new KeydeskError('graph-malformed', { path: 'creationOptions' }, { cause });
  }
}

/** An id that cannot be read cannot be on any key either; leaving it out keeps nobody from enrolling. */
function readable(id: string): Uint8Array[] {
  try {
    return excludeReadings(id);
  } catch {
    return [];
  }
}

/**
 * A policy of an unknown name is left out, as WebAuthn does with unknown values; where it must be enforced, the strictest
 * level stands for it, which keeps whatever it may ask for.
 */
function credProtectOf(policy: string | null, enforced: boolean): 1 | 2 | 3 | undefined {
  if (policy === null) return undefined;
  return credProtectLevels[policy.toLowerCase()] ?? (enforced ? 3 : undefined);
}
