import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { CreateExtensions } from '../../../ctap/ctap2/makeCredential.ts';
import { decodeGraphBase64, excludeReadings } from './encoding.ts';
import { describingText, optionalList, optionalText, readableList, wholeNumber } from './members.ts';

/** Graph's times are in UTC, even if the zone is missing. */
const dateTime = z.iso
  .datetime({ offset: true, local: true })
  .transform(text => (/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`));

/** WebAuthn's default for an empty list (WebAuthn L3, 5.4.3). */
const DEFAULT_ALGORITHMS = [
  { type: 'public-key', alg: -7 },
  { type: 'public-key', alg: -257 },
];

/** Names of algorithms (IANA COSE Algorithms), for a service that sends the name instead of the number. */
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
/** Unreadable entries are left out. If none is readable, the result is an empty list and not the default. */
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
    // An entry without a readable id cannot match a credential on a key.
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
 * The creationOptions as Graph sends them (graph.md, 1): the object itself, or the `value` of a function's response.
 * Members may be null, missing or unknown to Keydesk. `@odata` members are removed.
 */
export const creationOptionsSchema = z.preprocess(unwrapped, optionsSchema);
type RawCreationOptions = z.infer<typeof optionsSchema>;

function unwrapped(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || 'publicKey' in answer || !('value' in answer)) return answer;
  const { value } = answer;
  return Array.isArray(value) ? value[0] : value;
}

/** Entra's creation options, as bytes and in CTAP's terms. */
export interface CreationOptions {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: Uint8Array; readonly name: string; readonly displayName: string };
  readonly challenge: Uint8Array;
  /** When the challenge expires, ISO 8601 in UTC. */
  readonly challengeTimeoutDateTime: string;
  /** The same in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** In Entra's order of preference. */
  readonly pubKeyCredParams: readonly { readonly type: string; readonly alg: number }[];
  /** All decodings of all ids. */
  readonly excludeCredentials: readonly Uint8Array[];
  readonly extensions: CreateExtensions;
  /** Whether an enrollment must end if the key does not support credProtect. */
  readonly enforceCredProtect: boolean;
  /** How long a person may take at the key, in ms; null if Graph sets no limit. */
  readonly timeout: number | null;
  readonly attestation: string | null;
  /** As Graph sent it, in its encodings and without `@odata` members. A deferred package stores this. */
  readonly raw: RawCreationOptions;
}

/** Maps WebAuthn's credentialProtectionPolicy, in lower case, to CTAP's level (CTAP 2.3, 12.1). */
const credProtectLevels: Readonly<Record<string, 1 | 2 | 3>> = {
  userverificationoptional: 1,
  userverificationoptionalwithcredentialidlist: 2,
  userverificationrequired: 3,
};

/** The lifetime of a challenge if Graph does not send one: the documented one of v1.0, in ms. */
const DEFAULT_LIFETIME = 5 * 60_000;

/**
 * Converts Graph's creationOptions.
 * @param arrivedAt When the response arrived, in ms since the epoch
 * @throws KeydeskError graph-malformed if the encoding of the challenge or of the user handle is unknown
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
      // 0 means, like null, that Graph sets no limit.
      timeout: publicKey.timeout && publicKey.timeout > 0 ? publicKey.timeout : null,
      attestation: publicKey.attestation,
      raw,
    };
  } catch (cause) {
    throw new KeydeskError('graph-malformed', { path: 'creationOptions' }, { cause });
  }
}

/** Returns the decodings of an id. Leaves out an unreadable id: no key can have it, so enrollment is still possible. */
function readable(id: string): Uint8Array[] {
  try {
    return excludeReadings(id);
  } catch {
    return [];
  }
}

/**
 * Returns CTAP's level for a policy. Ignores an unknown policy, as WebAuthn does with unknown values. If it must be
 * enforced, the strictest level replaces it, which satisfies any policy.
 */
function credProtectOf(policy: string | null, enforced: boolean): 1 | 2 | 3 | undefined {
  if (policy === null) return undefined;
  return credProtectLevels[policy.toLowerCase()] ?? (enforced ? 3 : undefined);
}
