import type { Authenticator } from './authenticator.ts';
import { CtapFailure, demand } from './failure.ts';
import { needed, type Parameters } from './parameters.ts';
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
  authenticator.protocol(needed(parameters.integer(keys.protocol)));
}

/** The token that made the request's pinUvAuthParam, now bound to the relying party; undefined when there is no param. */
export function verifyRequest(
  authenticator: Authenticator,
  parameters: Parameters,
  keys: AuthKeys,
  request: { bit: number; rpId: string; message: Uint8Array },
): PinToken | undefined {
  const param = parameters.bytes(keys.param);
  if (param === undefined) return undefined;
  const version = needed(parameters.integer(keys.protocol));
  const token = verifyToken(authenticator, version, request.message, param, request.bit);
  demand(token.covers(request.rpId), 'CTAP2_ERR_PIN_AUTH_INVALID');
  token.bind(request.rpId);
  return token;
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
