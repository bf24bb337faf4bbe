import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export const MAX_PIN_RETRIES = 8;
/** Number of consecutive unknown fingerprints, after which only the PIN works. */
export const MAX_UV_RETRIES = 5;
/** An empty CBOR array and the first half of its SHA-256 (CTAP 2.3, 6.10). */
const EMPTY_LARGE_BLOB_ARRAY = '8076be8b528d0075f7aae98d6fa57a6d3c';

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);

const credentialSchema = z.object({
  id: hex,
  discoverable: z.boolean(),
  rpId: z.string(),
  /** The relying party of a U2F credential: the hash of its id, instead of rpId. */
  u2fApplication: hex.nullable().default(null),
  rpName: z.string().optional(),
  userId: hex,
  userName: z.string().optional(),
  userDisplayName: z.string().optional(),
  /** Only a CTAP 2.0 key stores it. CTAP 2.1 has no icons. */
  userIcon: z.string().optional(),
  /** PKCS #8, DER. */
  privateKey: hex,
  x: hex,
  y: hex,
  credProtect: z.number().int().min(1).max(3),
  /** hmac-secret's CredRandomWithUV and CredRandomWithoutUV; null if the extension was not requested. */
  credRandom: z.object({ withUv: hex, withoutUv: hex }).nullable(),
  credBlob: hex.nullable().default(null),
  largeBlobKey: hex.nullable().default(null),
  thirdPartyPayment: z.boolean().default(false),
  /** Order of creation. The newest credential is first in responses. */
  order: z.number().int(),
});
export type StoredCredential = z.infer<typeof credentialSchema>;

/** The attestation key, and its certificates in DER. */
const identitySchema = z.object({
  /** The ordinary certificate, then the root. */
  certificates: z.array(hex),
  /** The certificate that identifies this very key, for enterprise attestation. */
  enterpriseCertificate: hex,
  privateKey: hex,
});
export type AttestationIdentity = z.infer<typeof identitySchema>;

const stateSchema = z.object({
  note: z.string(),
  profile: z.enum(['full', 'legacy']),
  attestation: identitySchema,
  pin: z.object({ hash: hex, codePoints: z.number().int() }).nullable(),
  pinRetries: z.number().int(),
  uvRetries: z.number().int().default(MAX_UV_RETRIES),
  fingerprints: z.array(z.object({ id: hex, name: z.string() })).default([]),
  minPinLength: z.number().int(),
  minPinLengthRpIds: z.array(z.string()),
  forcePinChange: z.boolean(),
  alwaysUv: z.boolean(),
  enterpriseAttestation: z.boolean(),
  pinComplexityPolicy: z.boolean().default(false),
  /** Valid until the PIN changes or the key is reset. `…Given` is whether it was ever issued (pcmr). */
  persistentToken: hex.default(() => randomHex(32)),
  persistentTokenGiven: z.boolean().default(false),
  /** `deviceIdentifier` changes with every reset, the other with every change of the credentials. */
  deviceIdentifier: hex.default(() => randomHex(16)),
  credStoreState: hex.default(() => randomHex(16)),
  /** The serialized large-blob array with its hash. */
  largeBlobArray: hex.default(EMPTY_LARGE_BLOB_ARRAY),
  signCount: z.number().int(),
  nextOrder: z.number().int(),
  credentials: z.array(credentialSchema),
});
export type KeyState = z.infer<typeof stateSchema>;

/** Code points. 64 bytes with padding allow no more (CTAP 2.3, 6.5.1). */
export const MAX_PIN_LENGTH = 63;
export const DEFAULT_MIN_PIN_LENGTH = 4;

/** Returns the state of a blank key, as after a reset, with an attestation identity. */
export function blankState(profile: KeyState['profile'], attestation: AttestationIdentity): KeyState {
  return {
    note: 'State of a software security key. Test secrets only: private keys stand here in the clear.',
    profile,
    attestation,
    pin: null,
    pinRetries: MAX_PIN_RETRIES,
    uvRetries: MAX_UV_RETRIES,
    fingerprints: [],
    minPinLength: DEFAULT_MIN_PIN_LENGTH,
    minPinLengthRpIds: [],
    forcePinChange: false,
    alwaysUv: false,
    enterpriseAttestation: false,
    pinComplexityPolicy: false,
    persistentToken: randomHex(32),
    persistentTokenGiven: false,
    deviceIdentifier: randomHex(16),
    credStoreState: randomHex(16),
    largeBlobArray: EMPTY_LARGE_BLOB_ARRAY,
    signCount: 0,
    nextOrder: 1,
    credentials: [],
  };
}

/** Returns random bytes, hexadecimal. */
export function randomHex(length: number): string {
  return randomBytes(length).toString('hex');
}

/** Loads the state from a file; undefined if there is no file. Throws if the file is not a key's state. */
export function loadState(file: string): KeyState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return stateSchema.parse(JSON.parse(text));
}

/** Writes a temporary file and renames it, so that a crash leaves either the old or the new state. */
export function saveState(file: string, state: KeyState): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(state, null, 1)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
