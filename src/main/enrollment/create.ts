import { KeydeskError } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';
import { truncateUtf8 } from '../../ctap/bytes.ts';
import { sha256 } from '../../ctap/crypto.ts';
import type {
  CredentialDescriptor,
  MakeCredentialRequest,
  MakeCredentialResponse,
} from '../../ctap/ctap2/makeCredential.ts';
import { hasCtapCode } from '../../ctap/errors.ts';
import { clientDataJSON } from '../../ctap/webauthn/clientData.ts';
import type { CreationOptions } from '../graph/creationOptions.ts';
import { withKeyErrors } from '../keys/keyErrors.ts';
import type { OpenKey } from '../keys/keys.ts';
import type { Conductor } from './conductor.ts';
import type { PreparedPin } from './prepare.ts';

/** Names longer than this upset some keys (graph.md, 3), in bytes of UTF-8. */
const MAX_NAME_BYTES = 64;

/** What came back from the key, not yet believed. */
export interface MadeCredential {
  readonly response: MakeCredentialResponse;
  readonly clientDataJSON: Uint8Array;
  readonly clientDataHash: Uint8Array;
}

/** A makeCredential ready to be sent. */
export interface CreationRequest {
  readonly clientDataJSON: Uint8Array;
  readonly request: MakeCredentialRequest;
  readonly userPrincipalName: string;
}

/**
 * What Entra asked for, in the words of this key. A key with a short exclude list is asked for the credentials first,
 * without a touch.
 * @throws KeydeskError credential-excluded, key-lacks-capability
 */
export async function creationRequest(
  key: OpenKey,
  options: CreationOptions,
  userPrincipalName: string,
): Promise<CreationRequest> {
  const clientData = clientDataJSON({
    type: 'webauthn.create',
    challenge: options.challenge,
    origin: `https://${options.rp.id}`,
  });
  const { name, displayName, id } = options.user;
  const request = {
    clientDataHash: sha256(clientData),
    rp: options.rp,
    user: { id, name: truncateUtf8(name, MAX_NAME_BYTES), displayName: truncateUtf8(displayName, MAX_NAME_BYTES) },
    pubKeyCredParams: options.pubKeyCredParams,
    excludeList: await excludeList(key, options, userPrincipalName),
    extensions: supportedExtensions(key, options),
    rk: true,
  };
  return { clientDataJSON: clientData, request, userPrincipalName };
}

/** Sends it; the person touches the key. @throws KeydeskError */
export async function makeOnKey(
  key: OpenKey,
  { clientDataJSON, request, userPrincipalName }: CreationRequest,
  { token }: PreparedPin,
  conductor: Conductor,
): Promise<MadeCredential> {
  try {
    const response = await withKeyErrors(() =>
      key.session.makeCredential(token, request, { signal: conductor.signal, onKeepAlive: promptFrom(conductor) }),
    );
    return { response, clientDataJSON, clientDataHash: request.clientDataHash };
  } catch (error) {
    if (hasCode(error, 'credential-excluded')) throw excluded(userPrincipalName, error);
    throw error;
  } finally {
    conductor.interact({ kind: 'none' });
  }
}

/** `upneeded` is the key's word for: touch me. */
function promptFrom(conductor: Conductor): (status: string) => void {
  return status => conductor.interact(status === 'upneeded' ? { kind: 'touch' } : { kind: 'none' });
}

/**
 * The exclude list, where the key takes it whole. Where it is longer than the key's limit, the key is asked part by part
 * and without a touch whether it holds one of them, and then gets no list.
 */
async function excludeList(key: OpenKey, options: CreationOptions, user: string): Promise<CredentialDescriptor[]> {
  const { maxCredentialCountInList, maxCredentialIdLength } = key.session.info;
  const ids = options.excludeCredentials.filter(id => id.length <= (maxCredentialIdLength ?? Number.POSITIVE_INFINITY));
  const list = ids.map(id => ({ type: 'public-key' as const, id }));
  // A key that tells no limit may have the least one there is.
  const limit = maxCredentialCountInList ?? 1;
  if (list.length <= Math.max(limit, 1)) return list;
  for (let start = 0; start < list.length; start += limit) {
    const allowList = list.slice(start, start + limit);
    if (await holdsOne(key, options.rp.id, allowList)) throw excluded(user);
  }
  return [];
}

/** A silent getAssertion: no touch, no PIN, and an answer only where one of the credentials is there. */
async function holdsOne(key: OpenKey, rpId: string, allowList: CredentialDescriptor[]): Promise<boolean> {
  try {
    await key.session.getAssertion(undefined, { rpId, clientDataHash: new Uint8Array(32), allowList, up: false });
    return true;
  } catch (error) {
    if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) return false;
    throw error;
  }
}

/** Extensions the key does not know are not sent, unless Entra enforces the protection one of them gives. */
function supportedExtensions(key: OpenKey, { extensions, enforceCredProtect }: CreationOptions) {
  const known = (name: string) => key.session.info.extensions.includes(name);
  if (enforceCredProtect && !known('credProtect'))
    throw new KeydeskError('key-lacks-capability', { what: 'credProtect' });
  return {
    ...(extensions.hmacSecret === true && known('hmac-secret') ? { hmacSecret: true } : {}),
    ...(extensions.credProtect !== undefined && known('credProtect') ? { credProtect: extensions.credProtect } : {}),
  };
}

function excluded(user: string, cause?: unknown): KeydeskError {
  return new KeydeskError('credential-excluded', { user }, { cause });
}
