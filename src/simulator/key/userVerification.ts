import type { Authenticator } from './authenticator.ts';
import { CtapFailure, demand } from './failure.ts';
import type { Parameters } from './parameters.ts';
import type { PinToken } from './pinToken.ts';

/**
 * The pinUvAuthParam and pinUvAuthProtocol of a makeCredential or getAssertion, checked as their first steps say (CTAP 2.3,
 * 6.1.2 and 6.2.2): an empty param asks for a touch alone and tells whether a PIN is set. Undefined when there is none.
 */
export async function verifyRequest(
  authenticator: Authenticator,
  parameters: Parameters,
  keys: { param: number; protocol: number },
  grant: { bit: number; rpId: string; message: Uint8Array },
  signal: AbortSignal,
): Promise<PinToken | undefined> {
  const param = parameters.bytes(keys.param);
  if (param === undefined) return undefined;
  if (param.length === 0) {
    await authenticator.touch(signal);
    throw new CtapFailure(authenticator.state.pin === null ? 'CTAP2_ERR_PIN_NOT_SET' : 'CTAP2_ERR_PIN_INVALID');
  }
  const version = parameters.integer(keys.protocol);
  demand(version !== undefined, 'CTAP2_ERR_MISSING_PARAMETER');
  const token = verifyToken(authenticator, version, grant.message, param, grant.bit);
  demand(token.rpId === undefined || token.rpId === grant.rpId, 'CTAP2_ERR_PIN_AUTH_INVALID');
  token.rpId = grant.rpId;
  return token;
}

/** A param made by the present token that has the permission. Anything else is PIN_AUTH_INVALID. */
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
