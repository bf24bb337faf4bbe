import { z } from 'zod';
import { KeydeskError } from '../../contract/errors.ts';
import type { CreateExtensions } from '../../ctap/ctap2/makeCredential.ts';
import { decodeGraphBase64, excludeReadings } from './encoding.ts';
import { optionalText } from './members.ts';

/** creationOptions as Graph sends them (graph.md, 1); `@odata` members fall away here. */
export const creationOptionsSchema = z.object({
  challengeTimeoutDateTime: z.iso.datetime({ offset: true }),
  publicKey: z.object({
    rp: z.object({ id: z.string().min(1), name: z.string() }),
    user: z.object({ id: z.string().min(1), name: z.string(), displayName: z.string() }),
    challenge: z.string().min(1),
    pubKeyCredParams: z.array(z.object({ type: z.string(), alg: z.number().int() })).min(1),
    timeout: z.number().nullish(),
    excludeCredentials: z
      .array(z.object({ id: z.string(), type: z.string(), transports: z.array(z.string()).nullish() }))
      .nullish(),
    authenticatorSelection: z
      .object({
        authenticatorAttachment: optionalText,
        requireResidentKey: z.boolean().nullish(),
        userVerification: optionalText,
      })
      .nullish(),
    attestation: optionalText,
    extensions: z
      .object({
        hmacCreateSecret: z.boolean().nullish(),
        enforceCredentialProtectionPolicy: z.boolean().nullish(),
        credentialProtectionPolicy: z.string().nullish(),
      })
      .nullish(),
  }),
});
type RawCreationOptions = z.infer<typeof creationOptionsSchema>;

/** What Entra asks for, in bytes and in CTAP's terms. */
export interface CreationOptions {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: Uint8Array; readonly name: string; readonly displayName: string };
  readonly challenge: Uint8Array;
  /** When the challenge expires, as Graph wrote it. */
  readonly challengeTimeoutDateTime: string;
  /** The same in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** In the order of Entra's preference. */
  readonly pubKeyCredParams: readonly { readonly type: string; readonly alg: number }[];
  /** Every reading of every id. */
  readonly excludeCredentials: readonly Uint8Array[];
  readonly extensions: CreateExtensions;
  /** Whether a credProtect that the key does not honour must end the enrolment. */
  readonly enforceCredProtect: boolean;
  /** How long a person may take at the key, in ms; null where Graph leaves it open. */
  readonly timeout: number | null;
  readonly attestation: string | null;
  /** As Graph sent it, still in its encodings and without `@odata` members: what a deferred package stores. */
  readonly raw: RawCreationOptions;
}

/** WebAuthn's credentialProtectionPolicy to CTAP's level (CTAP 2.3, 12.1). */
const credProtectLevels: Readonly<Record<string, 1 | 2 | 3>> = {
  userVerificationOptional: 1,
  userVerificationOptionalWithCredentialIDList: 2,
  userVerificationRequired: 3,
};

/** @throws KeydeskError graph-malformed when an encoding is none, or a protection policy has an unknown name */
export function toCreationOptions(raw: RawCreationOptions): CreationOptions {
  const { challengeTimeoutDateTime, publicKey } = raw;
  const { extensions } = publicKey;
  try {
    const credProtect = credProtectOf(extensions?.credentialProtectionPolicy);
    return {
      rp: publicKey.rp,
      user: { ...publicKey.user, id: decodeGraphBase64(publicKey.user.id) },
      challenge: decodeGraphBase64(publicKey.challenge),
      challengeTimeoutDateTime,
      expiresAt: Date.parse(challengeTimeoutDateTime),
      pubKeyCredParams: publicKey.pubKeyCredParams,
      excludeCredentials: (publicKey.excludeCredentials ?? []).flatMap(({ id }) => excludeReadings(id)),
      extensions: {
        ...(extensions?.hmacCreateSecret === true ? { hmacSecret: true } : {}),
        ...(credProtect === undefined ? {} : { credProtect }),
      },
      enforceCredProtect: extensions?.enforceCredentialProtectionPolicy === true && (credProtect ?? 1) > 1,
      timeout: publicKey.timeout ?? null,
      attestation: publicKey.attestation,
      raw,
    };
  } catch (cause) {
    throw new KeydeskError('graph-malformed', { path: 'creationOptions' }, { cause });
  }
}

function credProtectOf(policy: string | null | undefined): 1 | 2 | 3 | undefined {
  if (policy === null || policy === undefined) return undefined;
  const level = credProtectLevels[policy];
  if (level === undefined) throw new RangeError(`unknown credentialProtectionPolicy ${policy}`);
  return level;
}
