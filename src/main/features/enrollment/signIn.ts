import { KeydeskError } from '../../../contract/errors/errors.ts';
import { randomBytes, sha256 } from '../../../ctap/crypto.ts';
import type { GetAssertionRequest } from '../../../ctap/ctap2/getAssertion.ts';
import type { TokenSource } from '../../../ctap/pin/sessionTokens.ts';
import { verifyAssertion } from '../../../ctap/webauthn/assertion.ts';
import { clientDataJSON } from '../../../ctap/webauthn/clientData.ts';
import type { CoseKey } from '../../../ctap/webauthn/coseKey.ts';
import { toKeydeskError, withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';

/** A sign-in's assertion, in bytes. */
export interface Evidence {
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
  readonly clientDataJSON: Uint8Array;
}

export interface SignInOptions {
  readonly signal?: AbortSignal;
  /** Asks the key for a touch. Default false (`up: false`). */
  readonly touch?: boolean;
  /** Called when the key wants a touch: some want one although none was asked for. */
  readonly onTouchWanted?: () => void;
}

/**
 * Sends a sign-in. Without a token the key proves only that it holds the credential, not that the PIN opens it.
 * @throws KeydeskError key-…, credential-not-found
 */
export type SignIn = (token: TokenSource | undefined, options?: SignInOptions) => Promise<Evidence>;

/** Prepares a sign-in with one credential. Its answer is not verified yet (verifySignIn). */
export function signInWith(key: Pick<OpenKey, 'session'>, rpId: string, credentialId: Uint8Array): SignIn {
  const clientData = clientDataJSON({ type: 'webauthn.get', challenge: randomBytes(32), origin: `https://${rpId}` });
  const request: GetAssertionRequest = {
    rpId,
    clientDataHash: sha256(clientData),
    allowList: [{ type: 'public-key', id: credentialId }],
  };
  return (token, { signal, touch = false, onTouchWanted } = {}) =>
    withKeyErrors(async () => {
      const onKeepAlive = (status: string) => status === 'upneeded' && onTouchWanted?.();
      const options = { onKeepAlive, ...(signal ? { signal } : {}) };
      const { authData, signature } = await key.session.getAssertion(token, { ...request, up: touch }, options);
      return { authenticatorData: authData, signature, clientDataJSON: clientData };
    });
}

export interface SignInCheck {
  readonly rpId: string;
  /** Of the credential that was registered. */
  readonly publicKey: CoseKey;
  /** Whether the key must have verified the user, too. */
  readonly userVerified: boolean;
}

/** Verifies a sign-in against the registered public key. @throws KeydeskError proof-failed, wrong-rp-id-hash */
export function verifySignIn(evidence: Evidence, { rpId, publicKey, userVerified }: SignInCheck): void {
  const { authenticatorData: authData, signature, clientDataJSON } = evidence;
  try {
    const { flags } = verifyAssertion({ rpId, publicKey, authData, clientDataJSON, signature });
    if (userVerified && !flags.uv) throw new KeydeskError('proof-failed', { reason: 'pin-unchecked' });
  } catch (error) {
    throw toKeydeskError(error);
  }
}
