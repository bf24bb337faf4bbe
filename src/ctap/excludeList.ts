import { toHex } from './bytes.ts';
import { encode } from './cbor.ts';
import type { CallOptions, CborTransport } from './ctap2/call.ts';
import { permissions } from './ctap2/clientPin.ts';
import { type GetAssertionRequest, getAssertion, getAssertionParameters } from './ctap2/getAssertion.ts';
import type { AuthenticatorInfo } from './ctap2/getInfo.ts';
import {
  type CredentialDescriptor,
  descriptor,
  type MakeCredentialRequest,
  makeCredentialParameters,
} from './ctap2/makeCredential.ts';
import { authorize, type PinUvAuthToken } from './ctap2/pinAuth.ts';
import { CtapError, hasCtapCode } from './errors.ts';

type Limits = Pick<AuthenticatorInfo, 'maxMsgSize' | 'maxCredentialCountInList' | 'maxCredentialIdLength'>;

/** Longest pinUvAuthParam, with the protocol and both keys; and the heads of a list that grows. */
const AUTH_LENGTH = 40;
const LIST_OVERHEAD = 8;
/** Signed by nobody's wish: a silent answer proves nothing to anybody. */
const NO_HASH = new Uint8Array(32);

/**
 * The permissions a token needs to make this credential: getAssertion too where the excludeList is longer than the key
 * takes, for the key is then asked part by part which it holds.
 */
export function permissionsToCreate(limits: Limits, request: MakeCredentialRequest): number {
  return permissions.makeCredential | (fits(limits, request) ? 0 : permissions.getAssertion);
}

/**
 * The excludeList to send: all of it where it fits, else the first credential of it that this key holds, or none. The key
 * is asked by silent assertions (CTAP 2.3, 6.1.2: pre-flight), each within maxCredentialCountInList and maxMsgSize.
 * @param token with the permissions of permissionsToCreate
 * @throws CtapError CTAP2_ERR_REQUEST_TOO_LARGE for an id that fits no message, …
 */
export async function fittingExcludeList(
  transport: CborTransport,
  limits: Limits,
  request: MakeCredentialRequest,
  token: PinUvAuthToken,
  options?: CallOptions,
): Promise<readonly CredentialDescriptor[]> {
  const list = possible(limits, request);
  if (fits(limits, request)) return list;
  const silent = { rpId: request.rp.id, clientDataHash: NO_HASH, up: false };
  const auth = authorize(token, NO_HASH);
  for (const allowList of batches(limits, list, silent)) {
    try {
      const { credentialId } = await getAssertion(transport, { ...silent, allowList }, auth, options);
      // A key may leave out the id of an only one.
      const held = allowList.find(({ id }) => credentialId !== undefined && toHex(id) === toHex(credentialId));
      return [held ?? allowList[0]].filter(one => one !== undefined);
    } catch (error) {
      if (!hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) throw error;
    }
  }
  return [];
}

/** A credential with a longer id than the key makes is none of its own. */
function possible({ maxCredentialIdLength }: Limits, { excludeList = [] }: MakeCredentialRequest) {
  return excludeList.filter(({ id }) => id.length <= (maxCredentialIdLength ?? Number.POSITIVE_INFINITY));
}

function fits(limits: Limits, request: MakeCredentialRequest): boolean {
  const excludeList = possible(limits, request);
  if (excludeList.length === 0) return true;
  const length = 1 + encode(makeCredentialParameters({ ...request, excludeList }, undefined)).length + AUTH_LENGTH;
  return excludeList.length <= countOf(limits) && length <= limits.maxMsgSize;
}

/** A key that tells no limit may have the least one there is. */
function countOf({ maxCredentialCountInList }: Limits): number {
  return Math.max(1, maxCredentialCountInList ?? 1);
}

function batches(limits: Limits, list: readonly CredentialDescriptor[], silent: GetAssertionRequest) {
  const room =
    limits.maxMsgSize - encode(getAssertionParameters(silent, undefined)).length - AUTH_LENGTH - LIST_OVERHEAD;
  const result: CredentialDescriptor[][] = [];
  let left = 0;
  for (const item of list) {
    const length = encode(descriptor(item)).length;
    if (length > room) throw new CtapError('CTAP2_ERR_REQUEST_TOO_LARGE', { limit: limits.maxMsgSize });
    const current = result.at(-1);
    if (current === undefined || current.length >= countOf(limits) || length > left) {
      result.push([item]);
      left = room - length;
    } else {
      current.push(item);
      left -= length;
    }
  }
  return result;
}
