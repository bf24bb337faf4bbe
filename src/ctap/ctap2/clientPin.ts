import { concat } from '../bytes.ts';
import type { CborMap, CborValue } from '../cbor.ts';
import { sha256 } from '../crypto.ts';
import { CtapError } from '../errors.ts';
import type { KeyAgreement, PinProtocolVersion } from '../pin/protocol.ts';
import { padPin } from '../pin/rules.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import type { AuthenticatorInfo } from './getInfo.ts';
import { Members } from './members.ts';

/** Subcommands of authenticatorClientPIN (CTAP 2.3, 6.5.5). */
const subCommands = {
  getPINRetries: 0x01,
  getKeyAgreement: 0x02,
  setPIN: 0x03,
  changePIN: 0x04,
  getPinToken: 0x05,
  getPinUvAuthTokenUsingUvWithPermissions: 0x06,
  getUVRetries: 0x07,
  getPinUvAuthTokenUsingPinWithPermissions: 0x09,
} as const;

/** Permissions of a pinUvAuthToken, as bits (CTAP 2.3, 6.5.5.7). */
export const permissions = {
  makeCredential: 0x01,
  getAssertion: 0x02,
  credentialManagement: 0x04,
  bioEnrollment: 0x08,
  largeBlobWrite: 0x10,
  authenticatorConfig: 0x20,
  persistentCredentialManagementReadOnly: 0x40,
} as const;

export interface PinRetries {
  readonly retries: number;
  /** True if the key must be unplugged and plugged in again before it accepts another PIN attempt. */
  readonly powerCycleState: boolean;
}

export interface TokenRequest {
  /** Any combination of `permissions`. */
  readonly permissions: number;
  readonly rpId?: string;
}

const PIN_HASH_LENGTH = 16;
const MAKE_OR_ASSERT = permissions.makeCredential | permissions.getAssertion;

/**
 * Returns whether a key issues a token with these permissions for its PIN. Some keys require built-in user verification
 * to create and use credentials (CTAP 2.3, 6.4: noMcGaPermissionsWithClientPin).
 */
export function pinPermits({ options }: Pick<AuthenticatorInfo, 'options'>, wanted: number): boolean {
  return options.noMcGaPermissionsWithClientPin !== true || (wanted & MAKE_OR_ASSERT) === 0;
}

/**
 * Returns the number of attempts left before the PIN is blocked permanently. Call only if getInfo reports clientPin
 * true.
 */
export async function getPINRetries(transport: CborTransport, version: PinProtocolVersion): Promise<PinRetries> {
  const m = await request(transport, version, 'getPINRetries');
  return {
    retries: m.required(m.integer(0x03, 'pinRetries'), 'pinRetries'),
    powerCycleState: m.told(() => m.boolean(0x04, 'powerCycleState')) ?? false,
  };
}

/** Returns the number of attempts left for the key's built-in user verification (fingerprint). */
export async function getUVRetries(transport: CborTransport, version: PinProtocolVersion): Promise<number> {
  const m = await request(transport, version, 'getUVRetries');
  return m.required(m.integer(0x05, 'uvRetries'), 'uvRetries');
}

/** Returns the key's public key for the key agreement, as COSE_Key. */
export async function getKeyAgreement(transport: CborTransport, version: PinProtocolVersion): Promise<CborMap> {
  const m = await request(transport, version, 'getKeyAgreement');
  return m.required(m.map(0x01, 'keyAgreement'), 'keyAgreement');
}

/** Sets the first PIN. `newPin` has passed checkNewPin. @throws CtapError CTAP2_ERR_PIN_POLICY_VIOLATION, … */
export async function setPIN(transport: CborTransport, agreement: KeyAgreement, newPin: Uint8Array): Promise<void> {
  const newPinEnc = encryptNewPin(agreement, newPin);
  await request(transport, agreement.version, 'setPIN', [
    [0x03, agreement.platformKey],
    [0x04, agreement.authenticate(newPinEnc)],
    [0x05, newPinEnc],
  ]);
}

/** Changes the PIN. A wrong current PIN costs an attempt. @throws CtapError CTAP2_ERR_PIN_INVALID, … */
export async function changePIN(
  transport: CborTransport,
  agreement: KeyAgreement,
  currentPin: Uint8Array,
  newPin: Uint8Array,
): Promise<void> {
  const newPinEnc = encryptNewPin(agreement, newPin);
  const pinHashEnc = encryptPinHash(agreement, currentPin);
  await request(transport, agreement.version, 'changePIN', [
    [0x03, agreement.platformKey],
    [0x04, agreement.authenticate(concat(newPinEnc, pinHashEnc))],
    [0x05, newPinEnc],
    [0x06, pinHashEnc],
  ]);
}

/** Returns a token for all commands of CTAP 2.0. Newer keys give it only the permissions mc and ga. */
export async function getPinToken(
  transport: CborTransport,
  agreement: KeyAgreement,
  pin: Uint8Array,
  options?: CallOptions,
): Promise<Uint8Array> {
  const parameters: [number, CborValue][] = [
    [0x03, agreement.platformKey],
    [0x06, encryptPinHash(agreement, pin)],
  ];
  const m = await request(transport, agreement.version, 'getPinToken', parameters, options);
  return tokenOf(m, agreement);
}

/** Returns a token with the given permissions (CTAP 2.1 and later). */
export async function getPinUvAuthTokenUsingPin(
  transport: CborTransport,
  agreement: KeyAgreement,
  pin: Uint8Array,
  token: TokenRequest,
  options?: CallOptions,
): Promise<Uint8Array> {
  const parameters: [number, CborValue][] = [
    [0x03, agreement.platformKey],
    [0x06, encryptPinHash(agreement, pin)],
    [0x09, token.permissions],
    [0x0a, token.rpId],
  ];
  const m = await request(
    transport,
    agreement.version,
    'getPinUvAuthTokenUsingPinWithPermissions',
    parameters,
    options,
  );
  return tokenOf(m, agreement);
}

/** Returns a token by the key's built-in user verification, such as a fingerprint. */
export async function getPinUvAuthTokenUsingUv(
  transport: CborTransport,
  agreement: KeyAgreement,
  token: TokenRequest,
  options?: CallOptions,
): Promise<Uint8Array> {
  const parameters: [number, CborValue][] = [
    [0x03, agreement.platformKey],
    [0x09, token.permissions],
    [0x0a, token.rpId],
  ];
  const m = await request(transport, agreement.version, 'getPinUvAuthTokenUsingUvWithPermissions', parameters, options);
  return tokenOf(m, agreement);
}

/** SECURITY: overwrites the padded copy of the PIN in memory. */
function encryptNewPin(agreement: KeyAgreement, newPin: Uint8Array): Uint8Array {
  const padded = padPin(newPin);
  const encrypted = agreement.encrypt(padded);
  padded.fill(0);
  return encrypted;
}

/**
 * Encrypts LEFT(SHA-256(pin), 16). SECURITY: the hash of a PIN can be used like the PIN, so the hash is
 * overwritten in memory.
 */
function encryptPinHash(agreement: KeyAgreement, pin: Uint8Array): Uint8Array {
  const hash = sha256(pin);
  const encrypted = agreement.encrypt(hash.subarray(0, PIN_HASH_LENGTH));
  hash.fill(0);
  return encrypted;
}

/** Decrypts the token. Protocol one allows 16 or 32 bytes, protocol two 32 (CTAP 2.3, 6.5.6 and 6.5.7). */
function tokenOf(m: Members, agreement: KeyAgreement): Uint8Array {
  const token = agreement.decrypt(m.required(m.bytes(0x02, 'pinUvAuthToken'), 'pinUvAuthToken'));
  const allowed = agreement.version === 1 ? [16, 32] : [32];
  if (!allowed.includes(token.length))
    throw new CtapError('response-malformed', { member: 'clientPIN.pinUvAuthToken' });
  return token;
}

async function request(
  transport: CborTransport,
  version: PinProtocolVersion,
  subCommand: keyof typeof subCommands,
  parameters: readonly [number, CborValue][] = [],
  options?: CallOptions,
): Promise<Members> {
  const map: CborMap = new Map<number, CborValue>([[0x01, version], [0x02, subCommands[subCommand]], ...parameters]);
  return new Members((await call(transport, 'clientPIN', map, options)) ?? new Map(), 'clientPIN');
}
