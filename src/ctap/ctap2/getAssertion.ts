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
  /** False asks without a touch. Default true. */
  readonly up?: boolean;
  /** Extension inputs in CTAP's form: credBlob, largeBlobKey, thirdPartyPayment: true; hmac-secret by pin/hmacSecret.ts. */
  readonly extensions?: CborMap;
}

export interface GetAssertionResponse {
  /** Undefined when the allowList had one entry and the key left it out. */
  readonly credentialId: Uint8Array | undefined;
  readonly authData: Uint8Array;
  readonly signature: Uint8Array;
  readonly userHandle: Uint8Array | undefined;
  /** How many credentials answered; the others come by getNextAssertion. Undefined where the number makes no sense. */
  readonly numberOfCredentials: number | undefined;
  readonly largeBlobKey: Uint8Array | undefined;
}

/** authenticatorGetAssertion (CTAP 2.3, 6.2). @throws CtapError CTAP2_ERR_NO_CREDENTIALS, … */
export async function getAssertion(
  transport: CborTransport,
  request: GetAssertionRequest,
  auth: PinAuth | undefined,
  options?: CallOptions,
): Promise<GetAssertionResponse> {
  return parseAssertion(await call(transport, 'getAssertion', getAssertionParameters(request, auth), options));
}

/** The parameters of a getAssertion as they are encoded. */
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

/** The statuses with which keys in the field refuse the option `up: false`, or what they take it for. */
const SILENT_REFUSALS: readonly CtapErrorCode[] = [
  // They have no such option, want one they know, or miss it.
  'CTAP2_ERR_UNSUPPORTED_OPTION',
  'CTAP2_ERR_INVALID_OPTION',
  'CTAP2_ERR_MISSING_PARAMETER',
  'CTAP1_ERR_INVALID_PARAMETER',
  // They sign nothing without a touch.
  'CTAP2_ERR_UP_REQUIRED',
  'CTAP2_ERR_OPERATION_DENIED',
  'CTAP2_ERR_NOT_ALLOWED',
  // They took it for a request with a touch, for which nobody was asked.
  'CTAP2_ERR_USER_ACTION_TIMEOUT',
  'CTAP2_ERR_ACTION_TIMEOUT',
  'CTAP2_ERR_USER_ACTION_PENDING',
];

/**
 * Whether an assertion with `up: false` failed in a way that one with a touch may not: the caller can send the request
 * again with `up: true`, ask for a touch, and remember that for the model of the key. An answer to `up: false` whose
 * flag `up` is set came from a key that took it for `up: true`. A refusal of the PIN, of the token or of the
 * credential is none of these. What wraps the key's answer is looked through by its `cause`.
 */
export function refusesSilentAssertion(error: unknown): boolean {
  if (hasCtapCode(error, ...SILENT_REFUSALS)) return true;
  return error instanceof Error && error.cause !== undefined && refusesSilentAssertion(error.cause);
}

/** authenticatorGetNextAssertion (0x08): the next of several, within 30 s of the one before. @throws CtapError */
export async function getNextAssertion(transport: CborTransport, options?: CallOptions): Promise<GetAssertionResponse> {
  return parseAssertion(await call(transport, 'getNextAssertion', undefined, options));
}

/** Times that a list of assertions is begun: any other program's command ends it in the middle. */
const MOST_ATTEMPTS = 3;

/**
 * All assertions of one relying party, without verifying the user, up to `most`; begun again where it ends before its number
 * of credentials, and fewer than those where that does not help.
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

/** Only authData and signature must be sound: the signature proves the rest, or nothing rests on it. */
function parseAssertion(response: CborValue): GetAssertionResponse {
  const m = new Members(response, 'getAssertion');
  const idIn = (key: number, name: string) => m.told(() => new Members(m.raw(key), name).bytes('id', 'id'));
  return {
    credentialId: idIn(0x01, 'credential'),
    authData: m.required(m.bytes(0x02, 'authData'), 'authData'),
    signature: m.required(m.bytes(0x03, 'signature'), 'signature'),
    userHandle: idIn(0x04, 'user'),
    // One where it is left out (6.2.2).
    numberOfCredentials:
      m.raw(0x05) === undefined ? 1 : m.told(() => m.count(0x05, 'numberOfCredentials')) || undefined,
    largeBlobKey: m.told(() => m.bytes(0x07, 'largeBlobKey')),
  };
}
