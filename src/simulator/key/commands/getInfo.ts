import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { concat, fromHex } from '../../../ctap/bytes.ts';
import type { CborValue } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { type KeyState, MAX_PIN_LENGTH } from '../state.ts';
import { configCommands, MAX_RP_IDS } from './authenticatorConfig.ts';

const CREDENTIAL_ID_LENGTH = 32;
/** How many times a platform should ask for a fingerprint before it asks for the PIN. */
const UV_ATTEMPTS = 3;
/** USER_VERIFY_FINGERPRINT_INTERNAL (FIDO Registry of Predefined Values, 3.1). */
const UV_FINGERPRINT_INTERNAL = 0x02;

/** authenticatorGetInfo (CTAP 2.3, 6.4). */
export function getInfo(authenticator: Authenticator): CborValue {
  const { profile, state } = authenticator;
  const isLegacy = profile.name === 'legacy';
  return new Map<number, CborValue>([
    [0x01, [...(profile.u2f && !state.alwaysUv ? ['U2F_V2'] : []), ...profile.versions]],
    [0x02, [...profile.extensions]],
    [0x03, fromHex(profile.aaguid)],
    [0x04, isLegacy ? legacyOptions(authenticator) : fullOptions(authenticator)],
    [0x05, profile.maxMsgSize],
    [0x06, [...profile.pinProtocols]],
    ...(isLegacy ? [] : newerMembers(authenticator)),
  ]);
}

function legacyOptions({ state }: Authenticator): CborValue {
  return options({ rk: true, up: true, plat: false, clientPin: state.pin !== null, credentialMgmtPreview: true });
}

function fullOptions({ state, builtInUv, faults }: Authenticator): CborValue {
  return options({
    rk: true,
    up: true,
    plat: false,
    clientPin: state.pin !== null,
    pinUvAuthToken: true,
    ...(faults.noMcGaPermissionsWithClientPin === true ? { noMcGaPermissionsWithClientPin: true } : {}),
    credMgmt: true,
    credentialMgmtPreview: true,
    authnrCfg: true,
    setMinPINLength: true,
    alwaysUv: state.alwaysUv,
    ep: state.enterpriseAttestation,
    makeCredUvNotRqd: false,
    largeBlobs: true,
    uv: builtInUv,
    bioEnroll: builtInUv,
    userVerificationMgmtPreview: builtInUv,
    uvBioEnroll: true,
    uvAcfg: true,
    perCredMgmtRO: true,
  });
}

/** Returns the members that keys from before CTAP 2.1 do not have. */
function newerMembers({ profile, state, remaining, resetRules, faults }: Authenticator): [number, CborValue][] {
  return [
    [0x07, profile.maxCredentialCountInList],
    [0x08, CREDENTIAL_ID_LENGTH],
    [0x09, ['usb']],
    [0x0a, [es256()]],
    [0x0b, profile.maxSerializedLargeBlobArray],
    [0x0c, state.forcePinChange],
    [0x0d, state.minPinLength],
    [0x0e, faults.wideInfo === true ? 2n ** 63n : profile.firmwareVersion],
    [0x0f, profile.maxCredBlobLength],
    [0x10, MAX_RP_IDS],
    [0x11, UV_ATTEMPTS],
    [0x12, UV_FINGERPRINT_INTERNAL],
    [0x13, new Map()],
    [0x14, remaining],
    [0x15, faults.wideInfo === true ? [2n ** 63n, 2n ** 64n - 1n, 1] : undefined],
    [0x16, [...(faults.attestationFormats ?? profile.attestationFormats)]],
    [0x18, resetRules.longTouch ?? false],
    [0x19, sealed(state, 'encIdentifier', state.deviceIdentifier)],
    ...told(0x1a, resetRules.transports),
    [0x1b, state.pinComplexityPolicy],
    [0x1d, MAX_PIN_LENGTH],
    [0x1e, sealed(state, 'encCredStoreState', state.credStoreState)],
    [0x1f, [...configCommands]],
  ];
}

function es256(): CborValue {
  return new Map<string, CborValue>([
    ['alg', -7],
    ['type', 'public-key'],
  ]);
}

/** Encrypts for holders of the persistent token: AES-128-CBC with a separate key, after a new IV (CTAP 2.3, 6.4). */
function sealed({ persistentToken }: KeyState, info: string, plaintext: string): Uint8Array {
  const key = Buffer.from(hkdfSync('sha256', fromHex(persistentToken), new Uint8Array(32), info, 16));
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  return concat(iv, cipher.update(fromHex(plaintext)), cipher.final());
}

function told(member: number, texts: readonly string[] | undefined): [number, CborValue][] {
  return texts === undefined ? [] : [[member, [...texts]]];
}

function options(members: Record<string, boolean>): CborValue {
  return new Map(Object.entries(members));
}
