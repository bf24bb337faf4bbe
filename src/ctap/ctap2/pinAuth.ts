import { authenticateByToken, type PinProtocolVersion } from '../pin/protocol.ts';

/** Proof of user verification for one request: pinUvAuthParam and the protocol that created it. */
export interface PinAuth {
  readonly version: PinProtocolVersion;
  readonly pinUvAuthParam: Uint8Array;
}

/** A pinUvAuthToken in memory, with its protocol. */
export interface PinUvAuthToken {
  readonly version: PinProtocolVersion;
  readonly token: Uint8Array;
}

/** Computes authenticate(token, message) for one request (CTAP 2.3, 6.5.4). */
export function authorize({ version, token }: PinUvAuthToken, message: Uint8Array): PinAuth {
  return { version, pinUvAuthParam: authenticateByToken(version, token, message) };
}
