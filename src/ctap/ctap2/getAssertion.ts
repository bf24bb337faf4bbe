import type { CborMap, CborValue } from '../cbor.ts';
import { type CtapErrorCode, hasCtapCode, isStatus } from '../errors.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import { type CredentialDescriptor, descriptor, orUndefined, textMap } from './makeCredential.ts';
import { Members } from './members.ts';
import type { PinAuth } from './pinAuth.ts';

export interface GetAssertionRequest {
  readonly rpId: string;
  readonly clientDataHash: Uint8Array;
  readonly allowList?: readonly CredentialDescriptor[];
  /** False requests an assertion without a touch. Default true. */
  readonly up?: boolean;
  /**
   * Extension inputs in CTAP's form: credBlob, largeBlobKey, thirdPartyPayment: true. pin/hmacSecret.ts creates the one
   * for hmac-secret.
   */
  readonly extensions?: CborMap;
}

export interface GetAssertionResponse {
  /** Undefined if the allowList had one entry and the key omitted the id. */
  readonly credentialId: Uint8Array | undefined;
  readonly authData: Uint8Array;
  readonly signature: Uint8Array;
  readonly userHandle: Uint8Array | undefined;
  /**
   * Number of credentials that match. getNextAssertion returns the others. Undefined if the number is not plausible.
   */
  readonly numberOfCredentials: number | undefined;
  readonly largeBlobKey: Uint8Array | undefined;
}

/** Sends authenticatorGetAssertion (CTAP 2.3, 6.2). @throws CtapError CTAP2_ERR_NO_CREDENTIALS, … */
export async function getAssertion(
  transport: CborTransport,
  request: GetAssertionRequest,
  auth: PinAuth | undefined,
  options?: CallOptions,
): Promise<GetAssertionResponse> {
  return parseAssertion(await call(transport, 'getAssertion', getAssertionParameters(request, auth), options));
}

/** Returns the parameters of a getAssertion before encoding. */
export function getAssertionParameters(request: GetAssertionRequest, auth: PinAuth | undefined): CborMap {
  return new Map<number, CborValue>([
    [0x01, request.rpId],
    [0x02, request.clientDataHash],
    [0x03, orUndefined((request.allowList ?? []).map(descriptor))],
    [0x04, request.extensions],
    [0x05, request.up === false ? textMap({ up: false }) : undefined],
    [0x06, auth?.pinUvAuthParam],
    [0x07, auth?.version],
  ]);
}

/** The statuses with which real keys reject the option `up: false`, or what they mistake it for. */
const SILENT_REFUSALS: readonly CtapErrorCode[] = [
  // The key does not know the option, rejects its value, or reports it missing.
  'CTAP2_ERR_UNSUPPORTED_OPTION',
  'CTAP2_ERR_INVALID_OPTION',
  'CTAP2_ERR_MISSING_PARAMETER',
  'CTAP1_ERR_INVALID_PARAMETER',
  // The key signs nothing without a touch.
  'CTAP2_ERR_UP_REQUIRED',
  'CTAP2_ERR_OPERATION_DENIED',
  'CTAP2_ERR_NOT_ALLOWED',
  // The key waited for a touch that the user was not asked for.
  'CTAP2_ERR_USER_ACTION_TIMEOUT',
  'CTAP2_ERR_ACTION_TIMEOUT',
  'CTAP2_ERR_USER_ACTION_PENDING',
];

/**
 * Returns whether an assertion with `up: false` failed in a way that may not happen with a touch. The caller can then
 * send the request again with `up: true`, ask for a touch, and remember that for the model of the key. If the answer to
 * `up: false` has the flag `up`, the key treated the request as `up: true`. Errors about the PIN, the token or the
 * credential return false. If another error wraps the key's answer, its `cause` is checked.
 */
export function refusesSilentAssertion(error: unknown): boolean {
  if (hasCtapCode(error, ...SILENT_REFUSALS)) return true;
  return error instanceof Error && error.cause !== undefined && refusesSilentAssertion(error.cause);
}

/**
 * Sends authenticatorGetNextAssertion (0x08): returns the next assertion, within 30 s of the one before. @throws
 * CtapError
 */
export async function getNextAssertion(transport: CborTransport, options?: CallOptions): Promise<GetAssertionResponse> {
  return parseAssertion(await call(transport, 'getNextAssertion', undefined, options));
}

/** Maximum number of times that a list of assertions is begun. A command of any other program interrupts it. */
const MOST_ATTEMPTS = 3;

/**
 * Returns up to `most` assertions of one relying party, without user verification. If the list ends before its total,
 * it is begun again. If that does not help, the list is incomplete.
 * @throws CtapError CTAP2_ERR_NO_CREDENTIALS, …
 */
export async function enumerateAssertions(
  transport: CborTransport,
  request: GetAssertionRequest,
  most: number,
  options?: CallOptions,
): Promise<GetAssertionResponse[]> {
  let longest: GetAssertionResponse[] = [];
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const found: GetAssertionResponse[] = [];
    try {
      const first = await getAssertion(transport, request, undefined, options);
      found.push(first);
      while (found.length < Math.min(first.numberOfCredentials ?? 1, most))
        found.push(await getNextAssertion(transport));
      return found;
    } catch (error) {
      if (!isStatus(error) || (found.length === 0 && longest.length === 0)) throw error;
      if (found.length > longest.length) longest = found;
    }
  }
  return longest;
}

/**
 * Parses an assertion. Only authData and signature must be valid: the signature covers the rest, or nothing depends on
 * it.
 */
function parseAssertion(response: CborValue): GetAssertionResponse {
  const m = new Members(response, 'getAssertion');
  const idIn = (key: number, name: string) => m.told(() => new Members(m.raw(key), name).bytes('id', 'id'));
  return {
    credentialId: idIn(0x01, 'credential'),
    authData: m.required(m.bytes(0x02, 'authData'), 'authData'),
    signature: m.required(m.bytes(0x03, 'signature'), 'signature'),
    userHandle: idIn(0x04, 'user'),
    // The default is one (6.2.2).
    numberOfCredentials:
      m.raw(0x05) === undefined ? 1 : m.told(() => m.count(0x05, 'numberOfCredentials')) || undefined,
    largeBlobKey: m.told(() => m.bytes(0x07, 'largeBlobKey')),
  };
}
