import { createHash, timingSafeEqual } from 'node:crypto';
import { concat, fromHex, toHex } from '../../../ctap/bytes.ts';
import type { CborValue } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { performBuiltInUv } from '../builtInUv.ts';
import { CtapFailure, demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import type { PinProtocol } from '../pinProtocol.ts';
import { permission } from '../pinToken.ts';
import { MAX_PIN_RETRIES, MAX_UV_RETRIES } from '../state.ts';

const PADDED_PIN_LENGTH = 64;
const PIN_HASH_LENGTH = 16;
const ALL_PERMISSIONS = 0x3f;
/** Permissions that name features this build has not: perCredMgmtRO. */
const UNSUPPORTED_PERMISSIONS = permission.pcmr;
/** mc and ga: what a legacy token of a CTAP 2.1 key may do (CTAP 2.3, 6.5.5.7.1). */
const LEGACY_PERMISSIONS = permission.mc | permission.ga;

/** authenticatorClientPIN (CTAP 2.3, 6.5.5). */
export function clientPin(
  authenticator: Authenticator,
  request: CborValue,
  signal: AbortSignal,
): CborValue | Promise<CborValue> {
  const parameters = new Parameters(needed(request));
  const subCommand = needed(parameters.integer(0x02));
  const full = authenticator.profile.name === 'full';
  if (subCommand === 0x01) return getPinRetries(authenticator);
  if (subCommand === 0x07 && full) return new Map([[0x05, authenticator.state.uvRetries]]);
  const protocol = authenticator.protocol(needed(parameters.integer(0x01)));
  switch (subCommand) {
    case 0x02:
      return new Map([[0x01, protocol.publicKey()]]);
    case 0x03:
      return setPin(authenticator, protocol, parameters);
    case 0x04:
      return changePin(authenticator, protocol, parameters);
    case 0x05:
      return getPinToken(authenticator, protocol, parameters);
    case 0x06:
      if (full) return getPinUvAuthTokenUsingUv(authenticator, protocol, parameters, signal);
      break;
    case 0x09:
      if (full) return getPinUvAuthToken(authenticator, protocol, parameters);
      break;
  }
  throw new CtapFailure(full ? 'CTAP2_ERR_INVALID_SUBCOMMAND' : 'CTAP1_ERR_INVALID_PARAMETER');
}

function getPinRetries({ state, profile, pinAuthBlocked }: Authenticator): CborValue {
  return new Map<number, CborValue>([
    [0x03, state.pinRetries],
    [0x04, profile.name === 'full' ? pinAuthBlocked : undefined],
  ]);
}

/** setPIN (6.5.5.5). */
function setPin(authenticator: Authenticator, protocol: PinProtocol, parameters: Parameters): CborValue {
  const platformKey = needed(parameters.map(0x03));
  const param = needed(parameters.bytes(0x04));
  const newPinEnc = needed(parameters.bytes(0x05));
  demand(authenticator.state.pin === null, 'CTAP2_ERR_PIN_AUTH_INVALID');
  const secret = protocol.decapsulate(platformKey);
  demand(protocol.verify(secret, newPinEnc, param), 'CTAP2_ERR_PIN_AUTH_INVALID');
  storePin(authenticator, protocol.decrypt(secret, newPinEnc));
  return undefined;
}

/** changePIN (6.5.5.6). */
function changePin(authenticator: Authenticator, protocol: PinProtocol, parameters: Parameters): CborValue {
  const platformKey = needed(parameters.map(0x03));
  const param = needed(parameters.bytes(0x04));
  const newPinEnc = needed(parameters.bytes(0x05));
  const pinHashEnc = needed(parameters.bytes(0x06));
  demand(authenticator.state.pin !== null, 'CTAP2_ERR_PIN_NOT_SET');
  refuseWhenBlocked(authenticator);
  const secret = protocol.decapsulate(platformKey);
  demand(protocol.verify(secret, concat(newPinEnc, pinHashEnc), param), 'CTAP2_ERR_PIN_AUTH_INVALID');
  checkPin(authenticator, protocol, secret, pinHashEnc);
  storePin(authenticator, protocol.decrypt(secret, newPinEnc));
  authenticator.token = undefined;
  return undefined;
}

/** getPinToken, superseded but still what CTAP 2.0 platforms use (6.5.5.7.1). */
function getPinToken(authenticator: Authenticator, protocol: PinProtocol, parameters: Parameters): CborValue {
  const platformKey = needed(parameters.map(0x03));
  const pinHashEnc = needed(parameters.bytes(0x06));
  demand(parameters.integer(0x09) === undefined, 'CTAP1_ERR_INVALID_PARAMETER');
  demand(parameters.text(0x0a) === undefined, 'CTAP1_ERR_INVALID_PARAMETER');
  const permissions = authenticator.profile.name === 'legacy' ? ALL_PERMISSIONS : LEGACY_PERMISSIONS;
  return issueToken(authenticator, protocol, { platformKey, pinHashEnc, permissions, rpId: undefined });
}

/** getPinUvAuthTokenUsingPinWithPermissions (6.5.5.7.2). */
function getPinUvAuthToken(authenticator: Authenticator, protocol: PinProtocol, parameters: Parameters): CborValue {
  const platformKey = needed(parameters.map(0x03));
  const pinHashEnc = needed(parameters.bytes(0x06));
  return issueToken(authenticator, protocol, { platformKey, pinHashEnc, ...readGrant(parameters) });
}

/** getPinUvAuthTokenUsingUvWithPermissions (6.5.5.7.3): by a finger. */
async function getPinUvAuthTokenUsingUv(
  authenticator: Authenticator,
  protocol: PinProtocol,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<CborValue> {
  const platformKey = needed(parameters.map(0x03));
  const grant = readGrant(parameters);
  demand(authenticator.builtInUv, 'CTAP2_ERR_NOT_ALLOWED');
  const secret = protocol.decapsulate(platformKey);
  await performBuiltInUv(authenticator, signal);
  const token = authenticator.issueToken(protocol.version, { ...grant, userPresent: true });
  return new Map([[0x02, protocol.encrypt(secret, token.bytes)]]);
}

/** What a token is asked for. */
function readGrant(parameters: Parameters): { permissions: number; rpId: string | undefined } {
  const permissions = needed(parameters.integer(0x09));
  const rpId = parameters.text(0x0a);
  demand(permissions !== 0, 'CTAP1_ERR_INVALID_PARAMETER');
  demand((permissions & UNSUPPORTED_PERMISSIONS) === 0, 'CTAP2_ERR_UNAUTHORIZED_PERMISSION');
  const needsRpId = (permissions & (permission.mc | permission.ga)) !== 0;
  demand(!needsRpId || rpId !== undefined, 'CTAP2_ERR_MISSING_PARAMETER');
  return { permissions, rpId };
}

function issueToken(
  authenticator: Authenticator,
  protocol: PinProtocol,
  request: {
    platformKey: Map<number | string, CborValue>;
    pinHashEnc: Uint8Array;
    permissions: number;
    rpId: string | undefined;
  },
): CborValue {
  demand(authenticator.state.pin !== null, 'CTAP2_ERR_PIN_NOT_SET');
  refuseWhenBlocked(authenticator);
  const secret = protocol.decapsulate(request.platformKey);
  checkPin(authenticator, protocol, secret, request.pinHashEnc);
  demand(!authenticator.state.forcePinChange, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  const token = authenticator.issueToken(protocol.version, { ...request, userPresent: false });
  return new Map([[0x02, protocol.encrypt(secret, token.bytes)]]);
}

function refuseWhenBlocked(authenticator: Authenticator): void {
  demand(authenticator.state.pinRetries > 0, 'CTAP2_ERR_PIN_BLOCKED');
  demand(!authenticator.pinAuthBlocked, 'CTAP2_ERR_PIN_AUTH_BLOCKED');
}

/** The attempt is counted and written before the comparison, so that pulling the key out gains nobody a free one. */
function checkPin(
  authenticator: Authenticator,
  protocol: PinProtocol,
  secret: Uint8Array,
  pinHashEnc: Uint8Array,
): void {
  const { state } = authenticator;
  state.pinRetries--;
  authenticator.save();
  if (matches(state.pin?.hash ?? '', () => protocol.decrypt(secret, pinHashEnc))) {
    state.pinRetries = MAX_PIN_RETRIES;
    state.uvRetries = MAX_UV_RETRIES;
    authenticator.pinMismatches = 0;
    authenticator.save();
    return;
  }
  protocol.regenerate();
  authenticator.pinMismatches++;
  demand(state.pinRetries > 0, 'CTAP2_ERR_PIN_BLOCKED');
  demand(!authenticator.pinAuthBlocked, 'CTAP2_ERR_PIN_AUTH_BLOCKED');
  throw new CtapFailure('CTAP2_ERR_PIN_INVALID');
}

/** Whether a hash is the stored one. One that cannot be decrypted is a wrong one, and counts as such. */
function matches(stored: string, decrypt: () => Uint8Array): boolean {
  try {
    const hash = decrypt();
    return hash.length === PIN_HASH_LENGTH && timingSafeEqual(hash, fromHex(stored));
  } catch {
    return false;
  }
}

/** Takes a decrypted, padded PIN apart, holds it to the rules and keeps its hash. */
function storePin(authenticator: Authenticator, padded: Uint8Array): void {
  const { state } = authenticator;
  demand(padded.length === PADDED_PIN_LENGTH, 'CTAP1_ERR_INVALID_PARAMETER');
  const end = padded.findLastIndex(byte => byte !== 0) + 1;
  demand(end < PADDED_PIN_LENGTH, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  const pin = padded.subarray(0, end);
  const hash = toHex(createHash('sha256').update(pin).digest().subarray(0, PIN_HASH_LENGTH));
  const codePoints = [...new TextDecoder().decode(pin)].length;
  demand(codePoints >= state.minPinLength, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(!(state.forcePinChange && state.pin?.hash === hash), 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(!state.pinComplexityPolicy || new Set(pin).size > 1, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  authenticator.state = { ...state, pin: { hash, codePoints }, pinRetries: MAX_PIN_RETRIES, forcePinChange: false };
  authenticator.pinMismatches = 0;
  authenticator.save();
}
