import { toHex } from './bytes.ts';
import { encode } from './cbor.ts';
import type { CallOptions, CborTransport } from './ctap2/call.ts';
import { permissions } from './ctap2/clientPin.ts';
import {
  type GetAssertionRequest,
  type GetAssertionResponse,
  getAssertion,
  getAssertionParameters,
  refusesSilentAssertion,
} from './ctap2/getAssertion.ts';
import type { AuthenticatorInfo } from './ctap2/getInfo.ts';
import { type HeldToken, held } from './ctap2/heldToken.ts';
import {
  type CredentialDescriptor,
  descriptor,
  type MakeCredentialRequest,
  makeCredentialParameters,
} from './ctap2/makeCredential.ts';
import { authorize, type PinUvAuthToken } from './ctap2/pinAuth.ts';
import { CtapError, hasCtapCode } from './errors.ts';

type Limits = Pick<AuthenticatorInfo, 'maxMsgSize' | 'maxCredentialCountInList' | 'maxCredentialIdLength'>;

/** Bytes for the longest pinUvAuthParam, its protocol and both map keys, and for the longer heads of a growing list. */
const AUTH_LENGTH = 40;
const LIST_OVERHEAD = 8;
/** The client data hash of silent assertions. It is not random, because no one uses their signatures. */
const NO_HASH = new Uint8Array(32);

/**
 * Returns the permissions that a token needs to create this credential. If the excludeList is longer than the key
 * accepts, getAssertion is one of them, because silent assertions then search the list in parts.
 */
export function permissionsToCreate(limits: Limits, request: MakeCredentialRequest): number {
  return permissions.makeCredential | (fits(limits, request) ? 0 : permissions.getAssertion);
}

/**
 * Returns the excludeList to send: the whole list if it fits, else the first of its credentials that this key holds, or
 * none. Silent assertions (CTAP 2.3, 6.1.2: pre-flight) search for it, each within maxCredentialCountInList and
 * maxMsgSize. If a key rejects silent assertions, they are repeated with a touch, since makeCredential may overwrite a
 * credential that was not found. `options` receives only the request for a touch.
 * @param token with the permissions of permissionsToCreate
 * @throws CtapError CTAP2_ERR_CREDENTIAL_EXCLUDED if the key holds a credential but omits its id, or if the id does not
 * fit into makeCredential, …
 */
export async function fittingExcludeList(
  transport: CborTransport,
  limits: Limits,
  request: MakeCredentialRequest,
  token: PinUvAuthToken | HeldToken,
  options?: CallOptions,
): Promise<readonly CredentialDescriptor[]> {
  const list = possible(limits, request);
  if (fits(limits, request)) return list;
  const ask = (allowList: CredentialDescriptor[], up: boolean): Promise<GetAssertionResponse> =>
    held(token).use(own =>
      getAssertion(
        transport,
        { ...silentRequest(request), allowList, up },
        authorize(own, NO_HASH),
        touchesAlone(options),
      ),
    );
  let up = false;
  for (const allowList of batches(limits, list, silentRequest(request))) {
    try {
      const { credentialId } = await ask(allowList, up).catch((error: unknown) => {
        if (up || !refusesSilentAssertion(error)) throw error;
        up = true;
        return ask(allowList, up);
      });
      // A key may omit the id if the list has one entry. If the list has several, the credential stays unknown.
      const only = allowList.length === 1 ? allowList[0] : undefined;
      const found = allowList.find(({ id }) => credentialId !== undefined && toHex(id) === toHex(credentialId)) ?? only;
      if (found === undefined) throw new CtapError('CTAP2_ERR_CREDENTIAL_EXCLUDED');
      const excludeList = [found];
      if (!fits(limits, { ...request, excludeList })) throw new CtapError('CTAP2_ERR_CREDENTIAL_EXCLUDED');
      return excludeList;
    } catch (error) {
      if (!hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) throw error;
    }
  }
  return [];
}

function silentRequest({ rp }: MakeCredentialRequest): GetAssertionRequest {
  return { rpId: rp.id, clientDataHash: NO_HASH, up: false };
}

/** Passes on only the request for a touch, because other keep-alives here do not belong to makeCredential. */
function touchesAlone(options: CallOptions | undefined): CallOptions | undefined {
  const { onKeepAlive, ...rest } = options ?? {};
  if (onKeepAlive === undefined) return options;
  return { ...rest, onKeepAlive: status => status === 'upneeded' && onKeepAlive(status) };
}

/**
 * Returns the credentials that the key can hold. A longer id than the key creates belongs to another key. An id that
 * fits into no request is skipped, because the key could not sign with it.
 */
function possible(limits: Limits, request: MakeCredentialRequest) {
  const longest = limits.maxCredentialIdLength ?? Number.POSITIVE_INFINITY;
  const room = roomFor(limits, silentRequest(request));
  return (request.excludeList ?? []).filter(
    item => item.id.length <= longest && encode(descriptor(item)).length <= room,
  );
}

function fits(limits: Limits, request: MakeCredentialRequest): boolean {
  const excludeList = possible(limits, request);
  if (excludeList.length === 0) return true;
  const length = 1 + encode(makeCredentialParameters({ ...request, excludeList }, undefined)).length + AUTH_LENGTH;
  return excludeList.length <= countOf(limits) && length <= limits.maxMsgSize;
}

/** Returns the key's limit. If it reports none, it may have the smallest one: one credential. */
function countOf({ maxCredentialCountInList }: Limits): number {
  return Math.max(1, maxCredentialCountInList ?? 1);
}

/** Returns how many bytes a silent assertion has left for its allowList. */
function roomFor({ maxMsgSize }: Limits, silent: GetAssertionRequest): number {
  return maxMsgSize - 1 - encode(getAssertionParameters(silent, undefined)).length - AUTH_LENGTH - LIST_OVERHEAD;
}

function batches(limits: Limits, list: readonly CredentialDescriptor[], silent: GetAssertionRequest) {
  const room = roomFor(limits, silent);
  const result: CredentialDescriptor[][] = [];
  let left = 0;
  for (const item of list) {
    const length = encode(descriptor(item)).length;
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
