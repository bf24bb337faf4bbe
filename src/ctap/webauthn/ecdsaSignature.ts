import { readUnsignedIntegers, writeUnsignedIntegers } from './der.ts';

/** P-521 has the longest numbers, in bytes. */
const LONGEST = 66;

/**
 * Returns an ECDSA signature, an Ecdsa-Sig-Value (RFC 3279, 2.2.3), in strict DER, or undefined if it is not one.
 *
 * Some keys write an unneeded zero byte before r or s, or keep the zeros of a short number (firmware of several
 * vendors, in a small part of their signatures). The numbers are the same, so accepting them is safe. OpenSSL alone
 * would reject the signature.
 */
export function strictEcdsaSignature(signature: Uint8Array): Uint8Array | undefined {
  try {
    const numbers = readUnsignedIntegers(signature);
    if (numbers.length !== 2 || numbers.some(number => number.length > LONGEST)) return undefined;
    return writeUnsignedIntegers(numbers);
  } catch {
    return undefined;
  }
}
