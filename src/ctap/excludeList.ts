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
 * is asked by silent assertions (CTAP 2.3, 6.1.2: pre-flight), each within maxCredentialCountInList and maxMsgSize. A key
 * that refuses those is asked with a touch, since a credential that is overlooked may be overwritten. `options` hears of a
 * touch that is wanted, and of nothing else.
 * @param token with the permissions of permissionsToCreate
 * @throws CtapError CTAP2_ERR_CREDENTIAL_EXCLUDED for a credential that the key holds and does not name, or whose id
 * makeCredential has no room for, …
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
      // A key may leave out the id of an only one. Of several, nobody knows then which one it holds.
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

/** Keep-alives of these assertions are not those of makeCredential, but a touch is a touch. */
function touchesAlone(options: CallOptions | undefined): CallOptions | undefined {
  const { onKeepAlive, ...rest } = options ?? {};
  if (onKeepAlive === undefined) return options;
  return { ...rest, onKeepAlive: status => status === 'upneeded' && onKeepAlive(status) };
}

/**
 * A credential with a longer id than the key makes is none of its own. Nor is one whose id fits no request, by which the
 * key could not be asked to sign with it.
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

/** A key that tells no limit may have the least one there is. */
function countOf({ maxCredentialCountInList }: Limits): number {
  return Math.max(1, maxCredentialCountInList ?? 1);
}

/** Bytes that a silent assertion has left for its allowList. */
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
