import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { decodePem } from '../decodeText.ts';

/** A certificate and its private key, by which a desk signs in to the record. Kept sealed. */
export type ClientCertificate =
  | { readonly kind: 'pem'; readonly cert: string; readonly key: string }
  /** PKCS #12, in base64. It stays as it is, because Node opens one and does not take it apart. */
  | { readonly kind: 'pfx'; readonly pfx: string; readonly passphrase: string };

/** A client certificate, and what may be shown of it. */
export interface UsableCertificate {
  readonly certificate: ClientCertificate;
  /** When it expires, in ms since the epoch. */
  readonly until: number;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const KEY =
  /-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----/;

/**
 * Reads a client certificate and its key, as PEM or PKCS #12.
 * @param passphrase Opens the private key; empty if it has none
 * @throws KeydeskError record-certificate-unusable, record-certificate-expired
 */
export function readClientCertificate(bytes: Uint8Array, passphrase = '', now = Date.now()): UsableCertificate {
  // PKCS #12 is DER: a SEQUENCE with a long length.
  const isPfx = bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;
  const read = isPfx ? fromPfx(bytes, passphrase) : fromPem(bytes, passphrase);
  refuseExpired(read.until, now);
  return read;
}

/** @param until in ms since the epoch @throws KeydeskError record-certificate-expired */
export function refuseExpired(until: number, now = Date.now()): void {
  if (until <= now) {
    throw new KeydeskError('record-certificate-expired', { notAfter: new Date(until).toISOString() });
  }
}

/**
 * Returns the certificates in a PEM text, without anything else. SECURITY: what is stored in the clear must not contain a private key, even
 * if somebody gives a file that has one.
 * @throws KeydeskError record-ca-unusable
 */
export function authoritiesIn(pem: string): string {
  const found = pem.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new KeydeskError('record-ca-unusable', { reason: 'pem-without-certificate' });
  try {
    return found.map(each => new X509Certificate(each).toString()).join('');
  } catch (cause) {
    throw new KeydeskError('record-ca-unusable', { reason: 'pem-certificate-damaged' }, { cause });
  }
}

/** Returns the options of TLS for a client certificate. */
export function tlsCertificate(
  given: ClientCertificate,
): { cert: string; key: string } | { pfx: Buffer; passphrase: string } {
  if (given.kind === 'pem') return { cert: given.cert, key: given.key };
  return { pfx: Buffer.from(given.pfx, 'base64'), passphrase: given.passphrase };
}

function fromPem(bytes: Uint8Array, passphrase: string): UsableCertificate {
  const pem = parse('file-not-text', () => decodePem(bytes));
  const [texts, keyText] = [pem.match(CERTIFICATE) ?? [], KEY.exec(pem)?.[0]];
  if (texts.length === 0) throw unusable('pem-without-certificate');
  if (keyText === undefined) throw unusable('pem-without-key');
  const chain = parse('pem-certificate-damaged', () => texts.map(text => new X509Certificate(text)));
  const isLocked = keyText.includes('ENCRYPTED');
  const key: KeyObject = parse(isLocked ? 'pem-passphrase' : 'pem-key-damaged', () =>
    createPrivateKey({ key: keyText, ...(isLocked ? { passphrase } : {}) }),
  );
  const own = chain.find(each => each.checkPrivateKey(key));
  if (own === undefined) throw unusable('pem-mismatch');
  const cert = [own, ...chain.filter(each => each !== own)].map(String).join('');
  return {
    certificate: { kind: 'pem', cert, key: String(key.export({ type: 'pkcs8', format: 'pem' })) },
    until: Date.parse(own.validTo),
  };
}

function fromPfx(bytes: Uint8Array, passphrase: string): UsableCertificate {
  const pfx = Buffer.from(bytes);
  const own = openPfx(pfx, passphrase);
  if (own === undefined) throw unusable('pem-without-key');
  return { certificate: { kind: 'pfx', pfx: pfx.toString('base64'), passphrase }, until: Date.parse(own.validTo) };
}

/** Opens a PKCS #12 as TLS will. A socket over nothing shows which certificate it would send. */
function openPfx(pfx: Buffer, passphrase: string): X509Certificate | undefined {
  let secureContext: SecureContext;
  try {
    secureContext = createSecureContext({ pfx, passphrase });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (/mac verify/i.test(message)) throw unusable('pfx-passphrase');
    if (code === 'ERR_CRYPTO_OPERATION_FAILED') throw unusable('pem-without-key');
    throw unusable(code === 'ERR_CRYPTO_UNSUPPORTED_OPERATION' ? 'pfx-unsupported' : 'pfx-damaged');
  }
  const nothing = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const socket = new TLSSocket(nothing, { secureContext, isServer: true });
  try {
    return socket.getX509Certificate();
  } finally {
    socket.destroy();
  }
}

/** Throws an error without a cause. SECURITY: the library's error can quote the text, which contains the private key. */
function parse<T>(reason: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw unusable(reason);
  }
}

function unusable(reason: string): KeydeskError {
  return new KeydeskError('record-certificate-unusable', { reason });
}
