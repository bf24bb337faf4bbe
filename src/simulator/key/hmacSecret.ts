import { createHmac } from 'node:crypto';
import { concat, fromHex } from '../../ctap/bytes.ts';
import type { Authenticator } from './authenticator.ts';
import { demand } from './failure.ts';
import { needed, type Parameters } from './parameters.ts';
import type { StoredCredential } from './state.ts';

const SALT_LENGTH = 32;

/** Returns the encrypted secrets of a credential; undefined if it was created without hmac-secret. */
export type HmacSecret = (credential: StoredCredential, uv: boolean) => Uint8Array | undefined;

/**
 * Prepares hmac-secret and hmac-secret-mc (CTAP 2.3, 12.7 and 12.8): checks the encrypted salts now, and returns a
 * function for the secrets.
 */
export function prepareHmacSecret(authenticator: Authenticator, input: Parameters): HmacSecret {
  const protocol = authenticator.protocol(input.integer(0x04) ?? 1);
  const secret = protocol.decapsulate(needed(input.map(0x01)));
  const saltEnc = needed(input.bytes(0x02));
  demand(protocol.verify(secret, saltEnc, needed(input.bytes(0x03))), 'CTAP2_ERR_PIN_AUTH_INVALID');
  const salts = protocol.decrypt(secret, saltEnc);
  demand([SALT_LENGTH, 2 * SALT_LENGTH].includes(salts.length), 'CTAP1_ERR_INVALID_LENGTH');
  return ({ credRandom }, uv) => {
    if (credRandom === null) return undefined;
    const key = fromHex(uv ? credRandom.withUv : credRandom.withoutUv);
    const output = (salt: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(salt).digest());
    const second = salts.length > SALT_LENGTH ? [output(salts.subarray(SALT_LENGTH))] : [];
    return protocol.encrypt(secret, concat(output(salts.subarray(0, SALT_LENGTH)), ...second));
  };
}
