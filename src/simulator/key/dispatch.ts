import { concat, equal } from '../../ctap/bytes.ts';
import { type CborValue, decode, encode } from '../../ctap/cbor.ts';
import { statusByte } from '../../ctap/status.ts';
import type { Authenticator } from './authenticator.ts';
import { authenticatorConfig } from './commands/authenticatorConfig.ts';
import { bioEnrollment } from './commands/bioEnrollment.ts';
import { clientPin } from './commands/clientPin.ts';
import { credentialManagement } from './commands/credentialManagement.ts';
import { getAssertion, getNextAssertion } from './commands/getAssertion.ts';
import { getInfo } from './commands/getInfo.ts';
import { largeBlobs } from './commands/largeBlobs.ts';
import { makeCredential } from './commands/makeCredential.ts';
import { reset } from './commands/reset.ts';
import { selection } from './commands/selection.ts';
import { CtapFailure, demand } from './failure.ts';
import type { Profile } from './profiles.ts';

type Handler = (
  authenticator: Authenticator,
  parameters: CborValue,
  signal: AbortSignal,
) => CborValue | Promise<CborValue>;

const everyProfile: readonly (readonly [command: number, handler: Handler])[] = [
  [0x01, makeCredential],
  [0x02, getAssertion],
  [0x04, getInfo],
  [0x06, clientPin],
  [0x07, reset],
  [0x08, getNextAssertion],
  // Both profiles support the byte of the preview: older clients, such as libfido2 1.12, know no other.
  [0x41, credentialManagement],
];

const handlers: Readonly<Record<Profile['name'], ReadonlyMap<number, Handler>>> = {
  legacy: new Map(everyProfile),
  full: new Map([
    ...everyProfile,
    [0x09, bioEnrollment],
    [0x40, bioEnrollment],
    [0x0a, credentialManagement],
    [0x0b, selection],
    [0x0c, largeBlobs],
    [0x0d, authenticatorConfig],
  ]),
};

/** Runs one CTAP2 request: a command byte and its CBOR. Returns the status byte and the response (CTAP 2.3, 8). */
export async function dispatch(
  authenticator: Authenticator,
  request: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    const response = await handle(authenticator, request, signal);
    return response === undefined ? Uint8Array.of(0) : concat(Uint8Array.of(0), encode(response));
  } catch (error) {
    // Like a real key, it answers even after an internal error, such as a state file that cannot be written.
    return Uint8Array.of(error instanceof CtapFailure ? error.status : statusByte('CTAP1_ERR_OTHER'));
  }
}

async function handle(authenticator: Authenticator, request: Uint8Array, signal: AbortSignal): Promise<CborValue> {
  const { faults, profile, sequence } = authenticator;
  const command = request[0] ?? 0;
  if (faults.statusOnCommand?.command === command) throw new CtapFailure(faults.statusOnCommand.status);
  demand(request.length <= profile.maxMsgSize, 'CTAP2_ERR_REQUEST_TOO_LARGE');
  sequence.commandArrives();
  const handler = handlers[profile.name].get(command);
  demand(handler !== undefined, 'CTAP1_ERR_INVALID_COMMAND');
  return handler(authenticator, parseParameters(request.subarray(1)), signal);
}

/**
 * Parses parameters whose encoding is exactly the received bytes, because commands authenticate parts of them by
 * encoding these again. CTAP does not need what this rejects, such as fractions.
 */
function parseParameters(bytes: Uint8Array): CborValue {
  if (bytes.length === 0) return undefined;
  try {
    const value = decode(bytes);
    demand(equal(encode(value), bytes), 'CTAP2_ERR_INVALID_CBOR');
    return value;
  } catch {
    throw new CtapFailure('CTAP2_ERR_INVALID_CBOR');
  }
}
