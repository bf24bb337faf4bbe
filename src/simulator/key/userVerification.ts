import { fromHex } from '../../ctap/bytes.ts';
import type { CborMap } from '../../ctap/cbor.ts';
import type { Authenticator } from './authenticator.ts';
import { performBuiltInUv } from './builtInUv.ts';
import { CtapFailure, demand } from './failure.ts';
import { needed, Parameters } from './parameters.ts';
import type { PinToken } from './pinToken.ts';

/** Where a command has its pinUvAuthParam and pinUvAuthProtocol. */
export interface AuthKeys {
  readonly param: number;
  readonly protocol: number;
}

/**
 * The first steps of makeCredential and getAssertion (CTAP 2.3, 6.1.2 and 6.2.2): an empty pinUvAuthParam asks for a
 * touch alone and is told whether a PIN is set; any other needs a protocol that the key has.
 */
export async function precheck(
  authenticator: Authenticator,
  parameters: Parameters,
  keys: AuthKeys,
  signal: AbortSignal,
): Promise<void> {
  const param = parameters.bytes(keys.param);
  if (param === undefined) return;
  if (param.length === 0) {
    await authenticator.touch(signal);
    throw new CtapFailure(authenticator.state.pin === null ? 'CTAP2_ERR_PIN_NOT_SET' : 'CTAP2_ERR_PIN_INVALID');
  }
  const version = needed(parameters.integer(keys.protocol));
  // CTAP 2.0 has a status of its own for that (CTAP 2.0, 5.1, step 7 and 5.2, step 3).
  const known = authenticator.profile.pinProtocols.some(own => own === version);
  demand(known || authenticator.profile.name === 'full', 'CTAP2_ERR_PIN_AUTH_INVALID');
  authenticator.protocol(version);
}

/** The user as one request finds them. */
export interface VerifiedUser {
  readonly uv: boolean;
  /** Whether what verified the user still holds: a token expires. */
  holds(): boolean;
  /** Waits for a touch, unless the one that verified the user counts; after it the token is good for little. */
  present(signal: AbortSignal): Promise<void>;
}

/**
 * Verifies the user by the request's pinUvAuthParam, or by a finger where `builtIn` asks for that (6.1.2, step 11). A
 * finger that is not known ends with OPERATION_DENIED, the last one with PIN_BLOCKED.
 */
export async function verifyUser(
  authenticator: Authenticator,
  parameters: Parameters,
  keys: AuthKeys,
  request: { bit: number; rpId: string; message: Uint8Array; builtIn: boolean },
  signal: AbortSignal,
): Promise<VerifiedUser> {
  const param = parameters.bytes(keys.param);
  if (param === undefined && request.builtIn) {
    await performBuiltInUv(authenticator, signal).catch(error => {
      if (error instanceof CtapFailure && error.is('CTAP2_ERR_UV_BLOCKED'))
        throw new CtapFailure('CTAP2_ERR_PIN_BLOCKED');
      if (error instanceof CtapFailure && error.is('CTAP2_ERR_UV_INVALID')) {
        throw new CtapFailure('CTAP2_ERR_OPERATION_DENIED');
      }
      throw error;
    });
    return { uv: true, holds: () => true, present: async () => undefined };
  }
  if (param === undefined) return { uv: false, holds: () => true, present: touch => authenticator.touch(touch) };
  const version = needed(parameters.integer(keys.protocol));
  const token = verifyToken(authenticator, version, request.message, param, request.bit);
  // A token without a relying party belongs to the first one it is used for.
  demand(token.covers(request.rpId), 'CTAP2_ERR_PIN_AUTH_INVALID');
  token.bind(request.rpId);
  return {
    uv: true,
    holds: () => token.alive,
    present: async touch => {
      if (!token.userPresent) await authenticator.touch(touch);
      token.clearPermissions();
    },
  };
}

/**
 * A subcommand's parameters as they are looked at before its param is verified (CTAP 2.3, 6.7 and 6.8): whether they are
 * there, the protocol, and the `members` they must have, whatever these hold.
 */
export function readSubCommandParams(
  authenticator: Authenticator,
  inner: CborMap | undefined,
  version: number,
  members: readonly number[] = [],
): Parameters {
  demand(inner !== undefined || members.length === 0, 'CTAP2_ERR_MISSING_PARAMETER');
  authenticator.protocol(version);
  const parameters = new Parameters(inner ?? new Map());
  const complete = members.every(member => parameters.has(member));
  demand(complete, 'CTAP2_ERR_MISSING_PARAMETER');
  return parameters;
}

/** The present token, if it made the param and has the permission. Anything else is PIN_AUTH_INVALID. */
export function verifyToken(
  authenticator: Authenticator,
  version: number,
  message: Uint8Array,
  param: Uint8Array,
  bit: number,
): PinToken {
  const protocol = authenticator.protocol(version);
  const { token } = authenticator;
  demand(token?.alive === true && token.version === version, 'CTAP2_ERR_PIN_AUTH_INVALID');
  demand(protocol.verify(token.bytes, message, param), 'CTAP2_ERR_PIN_AUTH_INVALID');
  demand(token.has(bit), 'CTAP2_ERR_PIN_AUTH_INVALID');
  token.use();
  return token;
}

/** Whether the persistent token, if it was ever given out, made the param (CTAP 2.3, 6.8: pcmr). */
export function verifyPersistent(
  authenticator: Authenticator,
  version: number,
  message: Uint8Array,
  param: Uint8Array,
): boolean {
  const { persistentToken, persistentTokenGiven } = authenticator.state;
  return persistentTokenGiven && authenticator.protocol(version).verify(fromHex(persistentToken), message, param);
}
