import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { concat, fromHex } from '../../../src/ctap/bytes.ts';
import { type CborValue, encode } from '../../../src/ctap/cbor.ts';
import type { AttestationIdentity } from '../../../src/simulator/key/state.ts';

export const AAGUID = '00112233-4455-6677-8899-aabbccddeeff';

export interface CredentialChoices {
  rpId?: string;
  origin?: string;
  aaguid?: string;
  userVerified?: boolean;
  /** Its length decides the suffix of the UrlToken. Default 32. */
  credentialId?: Uint8Array;
  /** Default `self`. */
  attestation?: 'none' | 'self' | AttestationIdentity;
}

/**
 * Creates a key's and a client's response to creation options with node:crypto alone, independent of the code under
 * test.
 */
export function makeCredential(challenge: Uint8Array, choices: CredentialChoices = {}) {
  const { rpId = 'login.microsoft.com', aaguid = AAGUID, userVerified = true, attestation = 'self' } = choices;
  const credentialId = choices.credentialId ?? new Uint8Array(randomBytes(32));
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coseKey = new Map<number, CborValue>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ]);
  const clientData = {
    type: 'webauthn.create',
    challenge: Buffer.from(challenge).toString('base64url'),
    origin: choices.origin ?? `https://${rpId}`,
    crossOrigin: false,
  };
  const clientDataJSON = new TextEncoder().encode(JSON.stringify(clientData));
  const authData = concat(
    sha256(new TextEncoder().encode(rpId)),
    Uint8Array.of(userVerified ? 0x45 : 0x41, 0, 0, 0, 1),
    fromHex(aaguid.replaceAll('-', '')),
    Uint8Array.of(credentialId.length >> 8, credentialId.length & 0xff),
    credentialId,
    encode(coseKey),
  );
  const signed = concat(authData, sha256(clientDataJSON));
  const statement = new Map<string, CborValue>();
  if (attestation !== 'none') {
    const [signer, x5c] = attestation === 'self' ? [privateKey, undefined] : signerOf(attestation);
    statement
      .set('alg', -7)
      .set('sig', new Uint8Array(sign('sha256', signed, signer)))
      .set('x5c', x5c);
  }
  const attestationObject = encode(
    new Map<string, CborValue>([
      ['fmt', attestation === 'none' ? 'none' : 'packed'],
      ['attStmt', statement],
      ['authData', authData],
    ]),
  );
  return { credentialId, clientDataJSON, attestationObject };
}

/** As keys do, it sends its own certificate without the root. */
function signerOf({ privateKey, certificates }: AttestationIdentity) {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'hex'), format: 'der', type: 'pkcs8' });
  return [key, certificates.slice(0, 1).map(fromHex)] as const;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
