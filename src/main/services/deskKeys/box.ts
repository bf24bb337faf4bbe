import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

/**
 * Seals small secrets by HPKE (RFC 9180) in its Auth mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. SECURITY: only the recipient can open a box, and it opens only if the
 * named sender made it. Whoever can write to the database cannot put in a secret of their own.
 */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const INFO = new TextEncoder().encode('keydesk desk secret 1');
/** The length of the encapsulated key, in bytes. */
const ENCAPSULATED = suite.kem.encSize;

/** A key pair for boxes: the public key as the uncompressed point, the private key as JWK. */
export interface BoxKeys {
  readonly publicKey: Uint8Array;
  readonly privateKey: JsonWebKey;
}

export async function makeBoxKeys(): Promise<BoxKeys> {
  const pair = await suite.kem.generateKeyPair();
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: await crypto.subtle.exportKey('jwk', pair.privateKey),
  };
}

/**
 * Seals a text for one recipient.
 * @param context What the box belongs to. It opens only with the same one
 */
export async function sealBox(
  sender: JsonWebKey,
  recipient: Uint8Array,
  context: Uint8Array,
  text: string,
): Promise<Uint8Array> {
  const sealing = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.deserializePublicKey(recipient),
    senderKey: await suite.kem.importKey('jwk', sender, false),
    info: INFO,
  });
  const sealed = await sealing.seal(new TextEncoder().encode(text), context);
  return Buffer.concat([Buffer.from(sealing.enc), Buffer.from(sealed)]);
}

/** Opens a box. @throws Error if another sender made it, it is for another recipient, belongs to something else, or is damaged */
export async function openBox(
  recipient: JsonWebKey,
  sender: Uint8Array,
  context: Uint8Array,
  box: Uint8Array,
): Promise<string> {
  const opening = await suite.createRecipientContext({
    recipientKey: await suite.kem.importKey('jwk', recipient, false),
    senderPublicKey: await suite.kem.deserializePublicKey(sender),
    enc: new Uint8Array(box.subarray(0, ENCAPSULATED)),
    info: INFO,
  });
  return new TextDecoder().decode(await opening.open(new Uint8Array(box.subarray(ENCAPSULATED)), context));
}
