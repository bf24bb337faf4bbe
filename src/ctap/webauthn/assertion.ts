import { concat, equal } from '../bytes.ts';
import { sha256 } from '../crypto.ts';
import { CtapError } from '../errors.ts';
import { type AuthenticatorData, parseAuthenticatorData } from './authenticatorData.ts';
import { type CoseKey, signatureFault } from './coseKey.ts';
import { rpIdHashOf } from './rpIdHash.ts';

export interface SignedAssertion {
  readonly rpId: string;
  readonly publicKey: CoseKey;
  readonly authData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Verifies an assertion against the credential's public key (WebAuthn Level 3, 7.2, steps 15 to 21) and returns the
 * authenticator data. The caller checks the flags.
 * @throws CtapError wrong-rp-id-hash, assertion-invalid, response-malformed
 */
export function verifyAssertion(assertion: SignedAssertion): AuthenticatorData {
  const authData = parseAuthenticatorData(assertion.authData);
  if (!equal(authData.rpIdHash, rpIdHashOf(assertion.rpId))) throw new CtapError('wrong-rp-id-hash');
  const signed = concat(assertion.authData, sha256(assertion.clientDataJSON));
  if (!assertion.publicKey.verify(signed, assertion.signature)) {
    throw new CtapError('assertion-invalid', { reason: signatureFault(assertion.publicKey.alg, assertion.signature) });
  }
  return authData;
}
