import { KeydeskError } from '../../contract/errors.ts';
import { randomBytes, sha256 } from '../../ctap/crypto.ts';
import type { PinUvAuthToken } from '../../ctap/ctap2/pinAuth.ts';
import { verifyAssertion } from '../../ctap/webauthn/assertion.ts';
import { clientDataJSON } from '../../ctap/webauthn/clientData.ts';
import type { CoseKey } from '../../ctap/webauthn/coseKey.ts';
import { withKeyErrors } from '../keys/keyErrors.ts';
import type { OpenKey } from '../keys/keys.ts';

/** The assertion that showed it, in bytes. */
export interface Evidence {
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
  readonly clientDataJSON: Uint8Array;
}

export interface ProofRequest {
  readonly rpId: string;
  readonly credentialId: Uint8Array;
  readonly publicKey: CoseKey;
  /** Without it the key proves only that it holds the credential, not that the PIN opens it. */
  readonly token: PinUvAuthToken | undefined;
}

/**
 * Signs in with the new credential and verifies it against the registered public key. `up: false` asks for no second
 * touch.
 * @throws KeydeskError proof-failed, key-…
 */
export async function prove(key: OpenKey, request: ProofRequest, signal?: AbortSignal): Promise<Evidence> {
  const { rpId, credentialId, publicKey, token } = request;
  const clientData = clientDataJSON({ type: 'webauthn.get', challenge: randomBytes(32), origin: `https://${rpId}` });
  const clientDataHash = sha256(clientData);
  return withKeyErrors(async () => {
    const assertion = await key.session.getAssertion(
      token,
      { rpId, clientDataHash, allowList: [{ type: 'public-key', id: credentialId }], up: false },
      signal ? { signal } : {},
    );
    const { authData, signature } = assertion;
    const { flags } = verifyAssertion({ rpId, publicKey, authData, clientDataJSON: clientData, signature });
    if (token !== undefined && !flags.uv)
      throw new KeydeskError('proof-failed', { reason: 'the key did not check the PIN' });
    return { authenticatorData: authData, signature, clientDataJSON: clientData };
  });
}
