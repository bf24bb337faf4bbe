import { concat } from '../bytes.ts';
import type { CborMap, CborValue } from '../cbor.ts';
import { CtapError } from '../errors.ts';
import type { KeyAgreement } from './protocol.ts';

/**
 * One input of hmac-secret (getAssertion) or hmac-secret-mc (makeCredential), and the function that decrypts its
 * output.
 */
export interface HmacSecretExchange {
  /** The extension's input. */
  readonly input: CborMap;
  /** Returns the secrets, 32 bytes each, one for each salt. @throws CtapError response-malformed */
  secrets(output: Uint8Array): Uint8Array[];
}

const LENGTH = 32;

/** Requests the secrets of one or two salts of 32 bytes (CTAP 2.3, 12.7). @throws RangeError for other lengths */
export function hmacSecretExchange(agreement: KeyAgreement, salts: readonly Uint8Array[]): HmacSecretExchange {
  if (salts.length < 1 || salts.length > 2 || salts.some(salt => salt.length !== LENGTH)) {
    throw new RangeError('one or two salts of 32 bytes');
  }
  const saltEnc = agreement.encrypt(concat(...salts));
  return {
    input: new Map<number, CborValue>([
      [0x01, agreement.platformKey],
      [0x02, saltEnc],
      [0x03, agreement.authenticate(saltEnc)],
      // Keys of CTAP 2.0 do not know this member, and protocol one may omit it.
      [0x04, agreement.version === 1 ? undefined : agreement.version],
    ]),
    secrets: output => {
      const decrypted = agreement.decrypt(output);
      if (decrypted.length !== salts.length * LENGTH)
        throw new CtapError('response-malformed', { member: 'hmac-secret' });
      return salts.map((_, i) => decrypted.slice(i * LENGTH, (i + 1) * LENGTH));
    },
  };
}
