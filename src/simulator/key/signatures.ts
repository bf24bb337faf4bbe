import { createPrivateKey, sign } from 'node:crypto';

/** Returns the same signature with an unneeded zero byte before its first number, as some firmware writes it. */
export function padded(signature: Uint8Array): Uint8Array {
  // P-521 needs the longer form of the length.
  const head = signature[1] === 0x81 ? [0x30, 0x81] : [0x30];
  const [length = 0, integer = 0, first = 0, ...rest] = signature.subarray(head.length);
  return Uint8Array.from([...head, length + 1, integer, first + 1, 0, ...rest]);
}

/** Creates an ES256 signature (DER) with a private key in PKCS #8, hexadecimal. */
export function signEs256(privateKey: string, data: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'hex'), format: 'der', type: 'pkcs8' });
  return new Uint8Array(sign('sha256', data, key));
}
