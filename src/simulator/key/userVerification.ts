import { fromHex } from '../../ctap/bytes.ts';
import type { CborMap } from '../../ctap/cbor.ts';
import type { Authenticator } from './authenticator.ts';
import { performBuiltInUv } from './builtInUv.ts';
import { CtapFailure, demand } from './failure.ts';
import { needed, Parameters } from './parameters.ts';
import type { PinToken } from './pinToken.ts';

/** The parameter numbers of a command's pinUvAuthParam and pinUvAuthProtocol. */
export interface AuthKeys {
  readonly param: number;
  readonly protocol: number;
}

/**
 * Runs the first steps of makeCredential and getAssertion (CTAP 2.3, 6.1.2 and 6.2.2). An empty pinUvAuthParam only
 * requests a touch, and the answer shows whether a PIN is set. Any other needs a protocol that the key supports.
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
  // CTAP 2.0 has a separate status for that (CTAP 2.0, 5.1, step 7 and 5.2, step 3).
  const known = authenticator.profile.pinProtocols.some(own => own === version);
  demand(known || authenticator.profile.name === 'full', 'CTAP2_ERR_PIN_AUTH_INVALID');
  authenticator.protocol(version);
}

/** The result of user verification for one request. */
export interface VerifiedUser {
  readonly uv: boolean;
  /** Whether the verification is still valid: a token expires. */
  holds(): boolean;
  /** Waits for a touch, unless the touch of the verification counts. After it the token has few permissions left. */
  present(signal: AbortSignal): Promise<void>;
}

/**
 * Verifies the user by the request's pinUvAuthParam, or by a fingerprint if `builtIn` requests it (6.1.2, step 11). An
 * unknown finger fails with OPERATION_DENIED, the last attempt with PIN_BLOCKED.
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
  // A token without a relying party is bound to the first one that uses it.
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
 * Reads a subcommand's parameters before its pinUvAuthParam is verified (CTAP 2.3, 6.7 and 6.8). Checks that they are
 * present, the protocol, and that the required `members` are present, with any value.
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

/**
 * Returns the current token, if it created the pinUvAuthParam and has the permission. Fails with PIN_AUTH_INVALID
 * otherwise.
 */
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

/** Returns whether the persistent token, if it was ever issued, created the pinUvAuthParam (CTAP 2.3, 6.8: pcmr). */
export function verifyPersistent(
  authenticator: Authenticator,
  version: number,
  message: Uint8Array,
  param: Uint8Array,
): boolean {
  const { persistentToken, persistentTokenGiven } = authenticator.state;
  return persistentTokenGiven && authenticator.protocol(version).verify(fromHex(persistentToken), message, param);
}
