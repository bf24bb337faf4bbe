import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { truncateUtf8 } from '../../../ctap/bytes.ts';
import { sha256 } from '../../../ctap/crypto.ts';
import type { TokenRequest } from '../../../ctap/ctap2/clientPin.ts';
import type { MakeCredentialRequest, MakeCredentialResponse } from '../../../ctap/ctap2/makeCredential.ts';
import type { TokenSource } from '../../../ctap/pin/sessionTokens.ts';
import { clientDataJSON } from '../../../ctap/webauthn/clientData.ts';
import { isKnownAlgorithm } from '../../../ctap/webauthn/coseKey.ts';
import type { CreationOptions } from '../../services/graph/creationOptions.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { Attendant } from './attendant.ts';

/** The order matters: Entra evaluates `packed`, and accepts `none` unless the policy requires attestation (graph.md, 3). */
const ATTESTATION_FORMATS = ['packed', 'none'];
/** The versions of CTAP that have attestationFormatsPreference (CTAP 2.2, 6.1). */
const SINCE_2_2 = /^FIDO_2_([2-9]|[1-9]\d+)$/;

/** Longer names cause errors on some keys (graph.md, 3), in bytes of UTF-8. */
const MAX_NAME_BYTES = 64;

/** The answer of the key, not verified yet. */
export interface MadeCredential {
  readonly response: MakeCredentialResponse;
  readonly clientDataJSON: Uint8Array;
  readonly clientDataHash: Uint8Array;
}

/** A makeCredential request, ready to be sent. */
export interface CreationRequest {
  readonly clientDataJSON: Uint8Array;
  readonly request: MakeCredentialRequest;
  readonly userPrincipalName: string;
}

/** Converts Entra's creation options into a request for this key. @throws KeydeskError key-lacks-capability */
export function creationRequest(key: OpenKey, options: CreationOptions, userPrincipalName: string): CreationRequest {
  const clientData = clientDataJSON({
    type: 'webauthn.create',
    challenge: options.challenge,
    origin: `https://${options.rp.id}`,
  });
  const { name, displayName, id } = options.user;
  const request: MakeCredentialRequest = {
    clientDataHash: sha256(clientData),
    rp: options.rp,
    user: { id, name: truncateUtf8(name, MAX_NAME_BYTES), displayName: truncateUtf8(displayName, MAX_NAME_BYTES) },
    pubKeyCredParams: verifiable(options.pubKeyCredParams),
    excludeList: options.excludeCredentials.map(id => ({ type: 'public-key', id })),
    extensions: supportedExtensions(key, options),
    rk: true,
    ...(key.session.info.versions.some(version => SINCE_2_2.test(version))
      ? { attestationFormatsPreference: ATTESTATION_FORMATS }
      : {}),
  };
  return { clientDataJSON: clientData, request, userPrincipalName };
}

/** Returns the algorithms that Keydesk can verify. The key is not offered others, because their credentials could not be proven. */
function verifiable(params: CreationOptions['pubKeyCredParams']): CreationOptions['pubKeyCredParams'] {
  const known = params.filter(({ alg }) => isKnownAlgorithm(alg));
  return known.length > 0 ? known : params;
}

/** Returns the permissions that a token needs for this makeCredential. */
export function mayCreate(key: OpenKey, { request }: CreationRequest): TokenRequest {
  return { permissions: key.session.permissionsToCreate(request), rpId: request.rp.id };
}

/** Sends the request and asks for a touch. Calls `waiting` when the key has received the request. @throws KeydeskError */
export async function makeOnKey(
  key: OpenKey,
  { clientDataJSON, request, userPrincipalName }: CreationRequest,
  token: TokenSource,
  attendant: Attendant,
  waiting: () => void,
): Promise<MadeCredential> {
  const onKeepAlive = (status: string) => {
    // With `upneeded` the key asks for a touch.
    attendant.interact(status === 'upneeded' ? { kind: 'touch' } : { kind: 'none' });
    waiting();
  };
  try {
    const response = await withKeyErrors(() =>
      key.session.makeCredential(token, request, { signal: attendant.signal, onKeepAlive }),
    );
    return { response, clientDataJSON, clientDataHash: request.clientDataHash };
  } catch (error) {
    if (!hasCode(error, 'credential-excluded')) throw error;
    throw new KeydeskError('credential-excluded', { user: userPrincipalName }, { cause: error });
  } finally {
    attendant.interact({ kind: 'none' });
  }
}

/** Returns the extensions to send. Leaves out extensions that the key does not support, unless Entra enforces the protection. */
function supportedExtensions(key: OpenKey, { extensions, enforceCredProtect }: CreationOptions) {
  const known = (name: string) => key.session.info.extensions.includes(name);
  if (enforceCredProtect && !known('credProtect'))
    throw new KeydeskError('key-lacks-capability', { what: 'credProtect' });
  return {
    ...(extensions.hmacSecret === true && known('hmac-secret') ? { hmacSecret: true } : {}),
    ...(extensions.credProtect !== undefined && known('credProtect') ? { credProtect: extensions.credProtect } : {}),
  };
}
