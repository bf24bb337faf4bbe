import { generateKeyPairSync } from 'node:crypto';
import type { StoredCredential } from './state.ts';

/** Creates a P-256 key pair in the form in which a credential stores it. */
export function newKeyPair(): Pick<StoredCredential, 'privateKey' | 'x' | 'y'> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const coordinate = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('hex');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('hex'),
    x: coordinate(jwk.x),
    y: coordinate(jwk.y),
  };
}
