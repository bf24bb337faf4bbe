import { concat, fromHex } from '../../../ctap/bytes.ts';
import type { CborValue } from '../../../ctap/cbor.ts';
import type { StatusName } from '../../../ctap/status.ts';
import type { Authenticator } from '../authenticator.ts';
import { performBuiltInUv } from '../builtInUv.ts';
import { CtapFailure, demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import type { PinProtocol } from '../pinProtocol.ts';
import { permission } from '../pinToken.ts';
import { checkPin, pinRetries, refuseWhenBlocked, storePin } from '../storedPin.ts';

const ALL_PERMISSIONS = 0x3f;
/** Other permissions are ignored (CTAP 2.3, 6.5.5.7.2). */
const KNOWN_PERMISSIONS = ALL_PERMISSIONS | permission.pcmr;
/** mc and ga: the permissions of a legacy token of a CTAP 2.1 key (CTAP 2.3, 6.5.5.7.1). */
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

function getPinRetries(authenticator: Authenticator): CborValue {
  const { profile, pinAuthBlocked } = authenticator;
  return new Map<number, CborValue>([
    [0x03, pinRetries(authenticator)],
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
  authenticator.resetTokens();
  return undefined;
}

/** getPinToken, superseded but still used by CTAP 2.0 platforms (6.5.5.7.1). */
function getPinToken(authenticator: Authenticator, protocol: PinProtocol, parameters: Parameters): CborValue {
  const platformKey = needed(parameters.map(0x03));
  const pinHashEnc = needed(parameters.bytes(0x06));
  demand(parameters.integer(0x09) === undefined, 'CTAP1_ERR_INVALID_PARAMETER');
  demand(parameters.text(0x0a) === undefined, 'CTAP1_ERR_INVALID_PARAMETER');
  demandPinPermits(authenticator, LEGACY_PERMISSIONS);
  const permissions = authenticator.profile.name === 'legacy' ? ALL_PERMISSIONS : LEGACY_PERMISSIONS;
  return issueToken(authenticator, protocol, {
    platformKey,
    pinHashEnc,
    permissions,
    rpId: undefined,
    whenChangeIsDue: 'CTAP2_ERR_PIN_INVALID',
  });
}

/** getPinUvAuthTokenUsingPinWithPermissions (6.5.5.7.2). */
function getPinUvAuthToken(authenticator: Authenticator, protocol: PinProtocol, parameters: Parameters): CborValue {
  const platformKey = needed(parameters.map(0x03));
  const pinHashEnc = needed(parameters.bytes(0x06));
  const whenChangeIsDue = 'CTAP2_ERR_PIN_POLICY_VIOLATION';
  const grant = readGrant(parameters);
  demandPinPermits(authenticator, grant.permissions);
  return issueToken(authenticator, protocol, { platformKey, pinHashEnc, ...grant, whenChangeIsDue });
}

/** A key with noMcGaPermissionsWithClientPin grants mc and ga only for a fingerprint (CTAP 2.3, 6.4 and 6.5.5.7.2). */
function demandPinPermits({ faults }: Authenticator, permissions: number): void {
  const forbidden = faults.noMcGaPermissionsWithClientPin === true && (permissions & LEGACY_PERMISSIONS) !== 0;
  demand(!forbidden, 'CTAP2_ERR_UNAUTHORIZED_PERMISSION');
}

/** getPinUvAuthTokenUsingUvWithPermissions (6.5.5.7.3): with a fingerprint. */
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
  return new Map([
    [0x02, protocol.encrypt(secret, tokenFor(authenticator, protocol, { ...grant, userPresent: true }))],
  ]);
}

/** Reads the requested permissions and relying party. */
function readGrant(parameters: Parameters): { permissions: number; rpId: string | undefined } {
  const asked = needed(parameters.integer(0x09));
  const rpId = parameters.text(0x0a);
  demand(asked !== 0, 'CTAP1_ERR_INVALID_PARAMETER');
  const permissions = asked & KNOWN_PERMISSIONS;
  const persistent = (permissions & permission.pcmr) !== 0;
  demand(!persistent || permissions === permission.pcmr, 'CTAP2_ERR_UNAUTHORIZED_PERMISSION');
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
    whenChangeIsDue: StatusName;
  },
): CborValue {
  demand(authenticator.state.pin !== null, 'CTAP2_ERR_PIN_NOT_SET');
  refuseWhenBlocked(authenticator);
  const secret = protocol.decapsulate(request.platformKey);
  checkPin(authenticator, protocol, secret, request.pinHashEnc);
  demand(!authenticator.state.forcePinChange, request.whenChangeIsDue);
  return new Map([
    [0x02, protocol.encrypt(secret, tokenFor(authenticator, protocol, { ...request, userPresent: false }))],
  ]);
}

/** Returns the persistent token for pcmr alone, else a new one. */
function tokenFor(
  authenticator: Authenticator,
  protocol: PinProtocol,
  grant: { permissions: number; rpId: string | undefined; userPresent: boolean },
): Uint8Array {
  if (grant.permissions !== permission.pcmr) return authenticator.issueToken(protocol.version, grant).bytes;
  authenticator.state.persistentTokenGiven = true;
  authenticator.save();
  return fromHex(authenticator.state.persistentToken);
}
