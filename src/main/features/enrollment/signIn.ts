import { KeydeskError } from '../../../contract/errors/errors.ts';
import { randomBytes, sha256 } from '../../../ctap/crypto.ts';
import type { GetAssertionRequest } from '../../../ctap/ctap2/getAssertion.ts';
import type { TokenSource } from '../../../ctap/pin/sessionTokens.ts';
import { verifyAssertion } from '../../../ctap/webauthn/assertion.ts';
import { clientDataJSON } from '../../../ctap/webauthn/clientData.ts';
import type { CoseKey } from '../../../ctap/webauthn/coseKey.ts';
import { toKeydeskError, withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';

/** The assertion of a sign-in, as bytes. */
export interface Evidence {
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
  readonly clientDataJSON: Uint8Array;
}

export interface SignInOptions {
  readonly signal?: AbortSignal;
  /** Asks the key for a touch. Default false (`up: false`). */
  readonly touch?: boolean;
  /** Called if the key asks for a touch. Some models require one even with `up: false`. */
  readonly onTouchWanted?: () => void;
}

/**
 * Signs in. Without a token the key proves only that it has the credential, not that the PIN is right.
 * @throws KeydeskError key-…, credential-not-found
 */
export type SignIn = (token: TokenSource | undefined, options?: SignInOptions) => Promise<Evidence>;

/** Prepares a sign-in with one credential. The caller verifies its answer (verifySignIn). */
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
  /** The public key of the registered credential. */
  readonly publicKey: CoseKey;
  /** Whether the key must have verified the user. */
  readonly userVerified: boolean;
}

/** Verifies a sign-in with the registered public key. @throws KeydeskError proof-failed, wrong-rp-id-hash */
export function verifySignIn(evidence: Evidence, { rpId, publicKey, userVerified }: SignInCheck): void {
  const { authenticatorData: authData, signature, clientDataJSON } = evidence;
  try {
    const { flags } = verifyAssertion({ rpId, publicKey, authData, clientDataJSON, signature });
    if (userVerified && !flags.uv) throw new KeydeskError('proof-failed', { reason: 'pin-unchecked' });
  } catch (error) {
    throw toKeydeskError(error);
  }
}
