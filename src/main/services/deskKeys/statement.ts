import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, sign, verify } from 'node:crypto';

/** What one desk says about the key of another one: that it may receive secrets, or that it must not any more. */
export const statements = ['trust', 'remove'] as const;

export interface Statement {
  readonly record: string;
  readonly says: (typeof statements)[number];
  /** The fingerprint of the key that it is about. */
  readonly about: string;
  /** The fingerprint of the key that signs it. */
  readonly by: string;
}

/** A key pair for statements: ECDSA on P-256. The public key is in DER (SubjectPublicKeyInfo). */
export function makeSigningKeys(): { publicKey: Uint8Array; privateKey: JsonWebKey } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: pair.privateKey.export({ format: 'jwk' }),
  };
}

export function signStatement(statement: Statement, privateKey: JsonWebKey): Uint8Array {
  return sign('sha256', bytesOf(statement), createPrivateKey({ key: privateKey, format: 'jwk' }));
}

/** Returns whether the owner of a public key made a statement. */
export function isSigned(statement: Statement, signing: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(signing), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' && verify('sha256', bytesOf(statement), key, signature);
  } catch {
    // Somebody has put in something that is no key.
    return false;
  }
}

function bytesOf({ record, says, about, by }: Statement): Buffer {
  return Buffer.from(JSON.stringify(['keydesk desk statement 1', record, says, about, by]));
}
